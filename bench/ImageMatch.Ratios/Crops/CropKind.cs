using NetVips;

namespace ImageMatch.Ratios.Crops;

/// <summary>One way to cut a picture.</summary>
/// <param name="Name">Its column; kinds of one name count together.</param>
/// <param name="Ask">Makes the picture asked for of the original.</param>
/// <param name="Store">Makes the stored picture of the original; null where the original is stored.</param>
internal sealed record CropKind(string Name, Func<Image, Random, Image> Ask, Func<Image, Image>? Store = null)
{
    /// <summary>All kinds: crops all round, at random, of one side and to other formats, in both directions; frames, bars and a page around the picture.</summary>
    public static IReadOnlyList<CropKind> All { get; } = [.. Crops(), .. Formats(), .. Reversed(), .. Borders()];

    private static IEnumerable<CropKind> Crops()
    {
        foreach (int percent in new[] { 5, 10, 15, 20 })
            yield return new($"c{percent}", (image, _) => Cut(image, percent / 100.0, percent / 100.0, percent / 100.0, percent / 100.0));
        foreach (double share in new[] { 0.9, 0.8, 0.7 })
            yield return new($"r{share:.0}", (image, random) => RandomWindow(image, share, random));
        foreach (int percent in new[] { 10, 20, 30 })
        {
            for (int side = 0; side < 4; side++)
            {
                double[] off = [0, 0, 0, 0];
                off[side] = percent / 100.0;
                yield return new($"side{percent}", (image, _) => Cut(image, off[0], off[1], off[2], off[3]));
            }
        }

        yield return new("any", (image, random) => Cut(image, Off(random), Off(random), Off(random), Off(random)));
        yield return new("rU", (image, random) => RandomWindow(image, 0.75 + (0.2 * random.NextDouble()), random));
    }

    private static IEnumerable<CropKind> Formats()
    {
        yield return new("sq", (image, _) => ToRatio(image, 1));
        yield return new("16:9", (image, _) => ToRatio(image, Along(image, 16 / 9.0)));
        yield return new("9:16", (image, _) => ToRatio(image, 1 / Along(image, 16 / 9.0)));
        yield return new(
            ">4:3",
            (image, _) =>
            {
                using Image wide = ToRatio(image, Along(image, 16 / 9.0));
                return ToRatio(wide, Along(image, 4 / 3.0));
            },
            image => ToRatio(image, Along(image, 16 / 9.0)));
        yield return new("c10h", (image, _) =>
        {
            using Image cut = Cut(image, 0.1, 0.1, 0.1, 0.1);
            using Image half = cut.Resize(0.5);
            using Image read = Image.NewFromBuffer(half.JpegsaveBuffer(q: 60));
            return read.CopyMemory();
        });
    }

    private static IEnumerable<CropKind> Reversed()
    {
        yield return new("rv c10", (image, _) => image.CopyMemory(), image => Cut(image, 0.1, 0.1, 0.1, 0.1));
        yield return new("rv l20", (image, _) => image.CopyMemory(), image => Cut(image, 0, 0, 0.2, 0));
        yield return new("rv sq", (image, _) => image.CopyMemory(), image => ToRatio(image, 1));
    }

    private static IEnumerable<CropKind> Borders()
    {
        foreach (double share in new[] { 0.05, 0.1, 0.2 })
        {
            yield return new("frame", (image, _) => Surround(image, share, share, 255));
            yield return new("bars", (image, _) => Surround(image, 0, share, 0));
        }

        yield return new("page", (image, _) => Surround(image, 0.4, 0.3, 255));
    }

    private static double Off(Random random) => random.NextDouble() * 0.15;

    /// <summary>A ratio turned as the picture is.</summary>
    private static double Along(Image image, double ratio) => image.Width >= image.Height ? ratio : 1 / ratio;

    private static Image RandomWindow(Image image, double share, Random random)
    {
        double top = random.NextDouble() * (1 - share);
        double left = random.NextDouble() * (1 - share);
        return Cut(image, top, 1 - share - top, left, 1 - share - left);
    }

    private static Image ToRatio(Image image, double ratio)
    {
        double across = Math.Max(0, 1 - (ratio * image.Height / image.Width)) / 2;
        double down = Math.Max(0, 1 - (image.Width / ratio / image.Height)) / 2;
        return Cut(image, down, down, across, across);
    }

    private static Image Cut(Image image, double top, double bottom, double left, double right)
    {
        (int firstRow, int endRow) = Limits(top, bottom, image.Height);
        (int firstColumn, int endColumn) = Limits(left, right, image.Width);
        using Image cut = image.ExtractArea(firstColumn, firstRow, endColumn - firstColumn, endRow - firstRow);
        return cut.CopyMemory();
    }

    private static (int First, int End) Limits(double before, double after, int length) =>
        ((int)Math.Floor((before * length) + 0.5), (int)Math.Floor(((1 - after) * length) + 0.5));

    private static Image Surround(Image image, double across, double down, double level)
    {
        (int x, int y) = ((int)(across * image.Width), (int)(down * image.Height));
        using Image embedded = image.Embed(x, y, image.Width + (2 * x), image.Height + (2 * y), extend: Enums.Extend.Background, background: [level, level, level]);
        using Image bytes = embedded.Cast(Enums.BandFormat.Uchar);
        return bytes.CopyMemory();
    }
}
