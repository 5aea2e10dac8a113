using ImageMatch.Backends.Imaging;
using ImageMatch.Imaging;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

/// <summary>Pictures for tests of the signature alone: pixels from memory, or from a file as the reference reads it.</summary>
internal static class TestPictures
{
    public static Picture Read(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        ImageFormat format = ImageFormatDetector.Detect(content);
        return new PictureLoader(new VipsDecoder(), content, format, 0, SignatureProfile.Reference, ImageLimits.Default).Load(CancellationToken.None).Picture;
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
