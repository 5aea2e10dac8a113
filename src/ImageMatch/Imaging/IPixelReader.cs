namespace ImageMatch.Imaging;

/// <summary>An opened picture, read once from top to bottom in strips.</summary>
public interface IPixelReader : IDisposable
{
    /// <summary>Width in pixels, as stored (before any orientation tag).</summary>
    int Width { get; }

    /// <summary>Height in pixels, as stored.</summary>
    int Height { get; }

    /// <summary>Bytes a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. Alpha is not premultiplied.</summary>
    int Channels { get; }

    /// <summary>The orientation tag, 1 to 8; 1 where there is none.</summary>
    int ExifOrientation { get; }

    /// <summary>Pages or frames in the file, at least 1.</summary>
    int FrameCount { get; }

    /// <summary>Whether all rows must be read at once, since the library below cannot stop on the way.</summary>
    bool ReadsWhole => false;

    /// <summary>Reads the next rows, 8 bits a sample, without padding between rows.</summary>
    /// <param name="destination">Room for <paramref name="count"/> x Width x Channels bytes.</param>
    /// <param name="count">How many rows.</param>
    /// <exception cref="ImageException">The picture is damaged or ends early.</exception>
    void ReadRows(Span<byte> destination, int count);
}
