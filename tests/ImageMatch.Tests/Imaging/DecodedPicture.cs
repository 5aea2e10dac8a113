using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

/// <summary>All that a decoder says of a picture.</summary>
internal sealed record DecodedPicture(int Width, int Height, int Channels, int ExifOrientation, byte[] Pixels)
{
    /// <summary>Reads a picture; null where the decoder refuses it.</summary>
    public static DecodedPicture? Read(IImageDecoder decoder, byte[] content)
    {
        try
        {
            using var reader = decoder.Open(content, ImageFormatDetector.Detect(content), 0, ImageLimits.Default);
            byte[] pixels = new byte[reader.Width * reader.Height * reader.Channels];
            reader.ReadRows(pixels, reader.Height);
            return new(reader.Width, reader.Height, reader.Channels, reader.ExifOrientation, pixels);
        }
        catch (ImageException)
        {
            return null;
        }
    }

    public bool Equals(DecodedPicture? other) =>
        other is not null
        && (Width, Height, Channels, ExifOrientation) == (other.Width, other.Height, other.Channels, other.ExifOrientation)
        && Pixels.AsSpan().SequenceEqual(other.Pixels);

    public override int GetHashCode() => HashCode.Combine(Width, Height, Channels, ExifOrientation);
}
