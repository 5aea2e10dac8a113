using ImageMatch.Signatures;
using NetVips;

namespace ImageMatch.Tests.Signatures;

/// <summary>Pictures for tests of the signature alone: pixels from memory, or from a file as the reference reads it (alpha and EXIF orientation ignored).</summary>
internal static class TestPictures
{
    public static Picture Read(string path)
    {
        using Image image = Image.NewFromFile(path, access: Enums.Access.Sequential);
        using Image colours = image.Colourspace(image.Bands < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
        using Image opaque = colours.ExtractBand(0, n: colours.Bands < 3 ? 1 : 3);
        return FromPixels(opaque.WriteToMemory<byte>(), opaque.Width, opaque.Height, opaque.Bands);
    }

    public static Picture FromPixels(
        ReadOnlySpan<byte> pixels, int width, int height, int channels, Orientation upright = Orientation.Unchanged, int rowsAtOnce = 16)
    {
        var picture = new Picture(width, height, channels, upright);
        Fill(picture, pixels, rowsAtOnce);
        return picture;
    }

    public static void Fill(Picture picture, ReadOnlySpan<byte> pixels, int rowsAtOnce)
    {
        int stride = picture.Width * picture.Channels;
        for (int row = 0; row < picture.Height; row += rowsAtOnce)
        {
            int count = Math.Min(rowsAtOnce, picture.Height - row);
            pixels.Slice(row * stride, count * stride).CopyTo(picture.NextRows(count));
            picture.Advance(count);
        }
    }
}
