using NetVips;

namespace ImageMatch.Ratios;

/// <summary>Files to sign: the photographs as they are, and pictures of 12 megapixels made of them, kept in the folder for temporary files.</summary>
internal static class SignData
{
    private const int Width = 4000;
    private const int Height = 3000;
    private const int Across = 4;

    /// <summary>What the large pictures show.</summary>
    public const string Origin = "4000 x 3000 pixels: a mosaic of 16 photographs, each twice as large as it was";

    /// <summary>The photographs, about 500 x 375 pixels each, in the order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">They are not on this machine.</exception>
    public static string[] Photographs { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "..", "shared", "images", "photos")).Order(StringComparer.Ordinal)];

    /// <summary>JPEG of quality 88 with colours at half the size, as cameras write it.</summary>
    public static string Baseline { get; } = Make("baseline.jpg", (image, file) => image.Jpegsave(file, q: 88, subsampleMode: Enums.ForeignSubsample.On));

    /// <summary>The same, progressive.</summary>
    public static string Progressive { get; } =
        Make("progressive.jpg", (image, file) => image.Jpegsave(file, q: 88, subsampleMode: Enums.ForeignSubsample.On, interlace: true));

    public static string Png { get; } = Make("mosaic.png", (image, file) => image.Pngsave(file));

    public static string WebP { get; } = Make("mosaic.webp", (image, file) => image.Webpsave(file, q: 88));

    private static string Make(string name, Action<Image, string> save)
    {
        string file = Path.Combine(Path.GetTempPath(), "imagematch-bench-12mp-" + name);
        if (File.Exists(file))
            return file;

        using Image mosaic = Image.Arrayjoin([.. Photographs.Take(Across * Across).Select(Tile)], across: Across);
        using Image pixels = mosaic.CopyMemory();
        string unfinished = file + ".part" + Path.GetExtension(file);
        save(pixels, unfinished);
        File.Move(unfinished, file, overwrite: true);
        return file;
    }

    private static Image Tile(string photograph)
    {
        using Image image = Image.NewFromFile(photograph);
        using Image rgb = image.Colourspace(Enums.Interpretation.Srgb);
        using Image larger = rgb.ThumbnailImage(Width / Across, height: Height / Across, size: Enums.Size.Force);
        return larger.CopyMemory();
    }
}
