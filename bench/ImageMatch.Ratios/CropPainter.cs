using ImageMatch.Signatures;

namespace ImageMatch.Ratios;

/// <summary>The hard case: random crops of photographs, smooth and with much in common.</summary>
internal sealed class CropPainter
{
    private const int LeastSide = 64;
    private const int MostSide = 256;

    private readonly (byte[] Pixels, int Width, int Height)[] _photos;

    /// <param name="folder">Where the photographs are.</param>
    public CropPainter(string folder) => _photos = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(Read)];

    public Picture Paint(Random random)
    {
        (byte[] pixels, int width, int height) = _photos[random.Next(_photos.Length)];
        int cropWidth = random.Next(Math.Min(LeastSide, width), Math.Min(MostSide, width) + 1);
        int cropHeight = random.Next(Math.Min(LeastSide, height), Math.Min(MostSide, height) + 1);
        int left = random.Next(width - cropWidth + 1);
        int top = random.Next(height - cropHeight + 1);
        var picture = new Picture(cropWidth, cropHeight, 3);
        for (int y = top; y < top + cropHeight; y++)
        {
            pixels.AsSpan(3 * ((y * width) + left), 3 * cropWidth).CopyTo(picture.NextRows(1));
            picture.Advance(1);
        }

        return picture;
    }

    private static (byte[] Pixels, int Width, int Height) Read(string file)
    {
        using NetVips.Image stored = NetVips.Image.NewFromFile(file);
        using NetVips.Image srgb = stored.Colourspace(NetVips.Enums.Interpretation.Srgb);
        using NetVips.Image rgb = srgb.ExtractBand(0, n: Math.Min(3, srgb.Bands));
        return rgb.Bands == 3
            ? (rgb.WriteToMemory<byte>(), rgb.Width, rgb.Height)
            : throw new InvalidDataException($"{file} has {rgb.Bands} bands, not 3.");
    }
}
