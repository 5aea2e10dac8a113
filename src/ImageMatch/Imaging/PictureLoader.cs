using System.Buffers;
using ImageMatch.Signatures;

namespace ImageMatch.Imaging;

/// <summary>Brings one picture from its bytes into a <see cref="Picture"/>, strip by strip, by one decoder.</summary>
internal sealed class PictureLoader(
    IImageDecoder decoder, ReadOnlyMemory<byte> content, ImageFormat format, int frame, SignatureProfile profile, ImageLimits limits, bool hasSums = false)
{
    /// <summary>Strips of about this many bytes stay in the processor's cache until they are summed up.</summary>
    private const int StripBytes = 256 << 10;

    /// <summary>Frames in the file; 0 until it was opened.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Loads the picture and chooses what it is laid over.</summary>
    /// <exception cref="ImageException">It cannot be read, is too large, or does not fit the options; the message does not name it.</exception>
    public (Picture Picture, Background Background) Load(CancellationToken cancellationToken) => Load(null, cancellationToken);

    /// <summary>Loads the picture from an animation whose next rows are those of the frame, or from the file where there is none.</summary>
    /// <exception cref="ImageException">It cannot be read, is too large, or does not fit the options; the message does not name it.</exception>
    public (Picture Picture, Background Background) Load(IPixelReader? roll, CancellationToken cancellationToken)
    {
        var white = new Flattening(profile.Transparency == Transparency.Ignore ? Background.None : Background.White);
        var picture = roll is null ? Fill(white, cancellationToken) : Fill(roll, white, cancellationToken);
        if (white.Background == Background.None || !white.IsTransparent)
            return (picture, Background.None);

        if (!white.IsNearlyWhite)
            return (picture, Background.White);

        // Rare enough to be read a second time rather than kept twice.
        picture.Dispose();
        return (Fill(new Flattening(Background.Black), cancellationToken), Background.Black);
    }

    private Picture Fill(Flattening flattening, CancellationToken cancellationToken)
    {
        using var reader = decoder.Open(content, format, frame, limits);
        FrameCount = reader.FrameCount;
        return Fill(reader, flattening, cancellationToken);
    }

    private Picture Fill(IPixelReader reader, Flattening flattening, CancellationToken cancellationToken)
    {
        Check(reader);
        int channels = reader.Channels;
        bool hasAlpha = channels is 2 or 4;
        var upright = profile.ExifOrientation == ExifOrientation.Apply ? Orientations.FromExif(reader.ExifOrientation) : Orientation.Unchanged;
        var picture = new Picture(reader.Width, reader.Height, hasAlpha ? channels - 1 : channels, upright, hasSums);
        int stripRows = reader.ReadsWhole ? reader.Height : (int)Math.Clamp(StripBytes / ((long)reader.Width * channels), 1, reader.Height);
        byte[]? strip = hasAlpha ? ArrayPool<byte>.Shared.Rent(checked(stripRows * reader.Width * channels)) : null;
        try
        {
            for (int row = 0; row < reader.Height; row += stripRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(stripRows, reader.Height - row);
                var rows = picture.NextRows(count);
                if (strip is null)
                {
                    reader.ReadRows(rows, count);
                }
                else
                {
                    var pixels = strip.AsSpan(0, count * reader.Width * channels);
                    reader.ReadRows(pixels, count);
                    flattening.Apply(pixels, channels, rows);
                }

                picture.Advance(count);
            }

            return picture;
        }
        catch
        {
            picture.Dispose();
            throw;
        }
        finally
        {
            if (strip is not null)
                ArrayPool<byte>.Shared.Return(strip);
        }
    }

    private void Check(IPixelReader reader)
    {
        limits.CheckPixels(reader.Width, reader.Height);
        if (profile.Options.FixedRatio && reader.Width != reader.Height)
        {
            string size = $"{reader.Width} x {reader.Height}";
            throw new ImageException(ImageError.OptionsRefused, $"it is {size}, but a fixed ratio serves square pictures only. Sign it without FixedRatio.");
        }
    }
}
