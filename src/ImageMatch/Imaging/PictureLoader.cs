using System.Buffers;
using ImageMatch.Signatures;

namespace ImageMatch.Imaging;

/// <summary>Brings one picture from its bytes into a <see cref="Picture"/>, strip by strip, by one decoder.</summary>
internal sealed class PictureLoader(
    IImageDecoder decoder, ReadOnlyMemory<byte> content, ImageFormat format, int frame, SignatureProfile profile, ImageLimits limits, bool hasSums = false)
{
    /// <summary>Rows in a strip at most: for higher ones libvips takes memory that is new for each picture, which costs a small one a tenth of its time.</summary>
    private const int StripRows = 16;

    /// <summary>Strips of so many bytes stay in the processor's cache until they are summed up.</summary>
    private const int StripBytes = 256 << 10;

    /// <summary>Frames in the file; 0 until it was opened.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Loads the picture and chooses what it is laid over.</summary>
    /// <exception cref="ImageException">It cannot be read, is too large, or does not fit the options; the message does not name it.</exception>
    public (Picture Picture, Background Background) Load(CancellationToken cancellationToken)
    {
        using var reader = decoder.Open(content, format, frame, limits);
        FrameCount = reader.FrameCount;
        return Load(reader, expectsBlack: false, cancellationToken);
    }

    /// <summary>Loads the picture from a reader whose next rows are its rows.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="expectsBlack">Whether to lay it over black too while it is read, rather than to read it a second time where that turns out to be needed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ImageException">It cannot be read, is too large, or does not fit the options; the message does not name it.</exception>
    public (Picture Picture, Background Background) Load(IPixelReader reader, bool expectsBlack, CancellationToken cancellationToken)
    {
        Flattening[] laid = profile.Transparency == Transparency.Ignore ? [new(Background.None)]
            : expectsBlack ? [new(Background.White), new(Background.Black)]
            : [new(Background.White)];
        var pictures = Fill(reader, laid, cancellationToken);
        bool needsBlack = laid[0].IsTransparent && laid[0].IsNearlyWhite;
        if (needsBlack && pictures.Length == 1)
        {
            pictures[0].Dispose();
            using var again = decoder.Open(content, format, frame, limits);
            return (Fill(again, [new(Background.Black)], cancellationToken)[0], Background.Black);
        }

        int chosen = needsBlack ? 1 : 0;
        foreach (var other in pictures.Where((_, i) => i != chosen))
            other.Dispose();

        return (pictures[chosen], laid[0].IsTransparent ? laid[chosen].Background : Background.None);
    }

    /// <summary>Reads a picture once, laid over each background; over the first alone where there is nothing to lay over it.</summary>
    private Picture[] Fill(IPixelReader reader, Flattening[] laid, CancellationToken cancellationToken)
    {
        Check(reader);
        int channels = reader.Channels;
        bool hasAlpha = channels is 2 or 4;
        var upright = profile.ExifOrientation == ExifOrientation.Apply ? Orientations.FromExif(reader.ExifOrientation) : Orientation.Unchanged;
        Picture[] pictures = new Picture[hasAlpha ? laid.Length : 1];
        int stripRows = reader.ReadsWhole ? reader.Height : (int)Math.Clamp(StripBytes / ((long)reader.Width * channels), 1, StripRows);
        byte[]? strip = hasAlpha ? ArrayPool<byte>.Shared.Rent(checked(stripRows * reader.Width * channels)) : null;
        try
        {
            for (int i = 0; i < pictures.Length; i++)
                pictures[i] = new Picture(reader.Width, reader.Height, hasAlpha ? channels - 1 : channels, upright, hasSums);

            for (int row = 0; row < reader.Height; row += stripRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(stripRows, reader.Height - row);
                var pixels = strip is null ? pictures[0].NextRows(count) : strip.AsSpan(0, count * reader.Width * channels);
                reader.ReadRows(pixels, count);
                for (int i = 0; i < pictures.Length; i++)
                {
                    if (hasAlpha)
                        laid[i].Apply(pixels, channels, pictures[i].NextRows(count));

                    pictures[i].Advance(count);
                }
            }

            return pictures;
        }
        catch
        {
            foreach (var picture in pictures)
                picture?.Dispose();

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
