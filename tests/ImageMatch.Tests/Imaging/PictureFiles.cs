using NetVips;

namespace ImageMatch.Tests.Imaging;

/// <summary>One photograph in many formats, and small pictures made for a purpose.</summary>
internal static class PictureFiles
{
    private static readonly byte[] Harbour = File.ReadAllBytes(Path.Combine(TestFiles.Samples, "harbour-small.jpg"));

    /// <summary>The photograph, as libvips writes it for a suffix such as <c>.jpg[interlace]</c>.</summary>
    public static byte[] Photograph(string suffix)
    {
        using var image = Image.NewFromBuffer(Harbour);
        return image.WriteToBuffer(suffix);
    }

    /// <summary>Writes pixels, row by row.</summary>
    public static byte[] Write(byte[] pixels, int width, int bands, string suffix, Enums.Interpretation meaning = Enums.Interpretation.Srgb)
    {
        using var image = Image.NewFromMemory(pixels, width, pixels.Length / width / bands, bands, Enums.BandFormat.Uchar);
        using var named = image.Copy(interpretation: meaning);
        return named.WriteToBuffer(suffix);
    }

    /// <summary>The photograph's pixels.</summary>
    public static (byte[] Pixels, int Width, int Height) Pixels()
    {
        using var image = Image.NewFromBuffer(Harbour);
        return (image.WriteToMemory<byte>(), image.Width, image.Height);
    }

    /// <summary>The photograph as Truevision TGA, 24 bits, without a footer.</summary>
    public static byte[] Tga()
    {
        var (pixels, width, height) = Pixels();
        byte[] header = [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 24, 0x20];
        return [.. header, .. pixels.Chunk(3).SelectMany(pixel => pixel.Reverse())];
    }

    /// <summary>A grey ramp as Radiance HDR, without run lengths.</summary>
    public static byte[] Hdr()
    {
        var ramp = Enumerable.Range(0, 64 * 64).SelectMany(i => new byte[] { (byte)(i * 4), (byte)(i % 64 * 3), (byte)(i / 64), 128 });
        return [.. "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 64 +X 64\n"u8, .. ramp];
    }
}
