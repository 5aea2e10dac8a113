namespace ImageMatch.Signatures;

/// <summary>
/// Decoded pixels on their way to a signature: filled once from top to bottom, strip by strip, in pooled memory. One picture gives the signatures of all
/// orientations.
/// </summary>
public sealed class Picture : IDisposable
{
    /// <summary>Makes room for a picture.</summary>
    /// <param name="width">Width in pixels as stored.</param>
    /// <param name="height">Height in pixels as stored.</param>
    /// <param name="channels">Bytes a pixel: 1 grey or 3 RGB.</param>
    /// <param name="upright">What a viewer does to the stored pixels to show the picture upright (its EXIF orientation); a turn or reflection.</param>
    public Picture(int width, int height, int channels, Orientation upright = Orientation.Unchanged)
    {
        Width = width;
        Height = height;
        Channels = channels;
        Upright = upright;
    }

    /// <summary>Width in pixels as stored.</summary>
    public int Width { get; }

    /// <summary>Height in pixels as stored.</summary>
    public int Height { get; }

    /// <summary>Bytes a pixel: 1 or 3.</summary>
    public int Channels { get; }

    /// <summary>What a viewer does to the stored pixels.</summary>
    public Orientation Upright { get; }

    /// <summary>Room for the next rows.</summary>
    /// <param name="count">How many rows; not more than are left.</param>
    public Span<byte> NextRows(int count) => throw new NotSupportedException();

    /// <summary>Takes in the rows just written to <see cref="NextRows"/>.</summary>
    public void Advance(int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
