using NetVips;

namespace ImageMatch.Quality.Alterations;

/// <summary>Crops: all round, at random, of one side, and to other formats.</summary>
internal static class Cropping
{
    public static IEnumerable<Alteration> All { get; } = [.. AllRound(), .. OneSided(), .. ToFormats()];

    /// <summary>Cuts shares of the picture off its sides.</summary>
    public static Image Cut(Image image, double top, double bottom, double left, double right)
    {
        (int firstRow, int endRow) = Limits(top, bottom, image.Height);
        (int firstColumn, int endColumn) = Limits(left, right, image.Width);
        return image.ExtractArea(firstColumn, firstRow, endColumn - firstColumn, endRow - firstRow).Rgb();
    }

    /// <summary>Cuts the longer sides to a ratio of width to height.</summary>
    public static Image ToRatio(Image image, double ratio)
    {
        double across = Math.Max(0, 1 - (ratio * image.Height / image.Width)) / 2;
        double down = Math.Max(0, 1 - (image.Width / ratio / image.Height)) / 2;
        return Cut(image, down, down, across, across);
    }

    private static IEnumerable<Alteration> AllRound()
    {
        foreach (int percent in new[] { 2, 5, 10, 15, 20 })
            yield return Alteration.Of($"crop {percent} %", image => Cut(image, percent / 100.0, percent / 100.0, percent / 100.0, percent / 100.0));
        foreach (double share in new[] { 0.9, 0.8, 0.7 })
            yield return new($"window {share:.0}", (image, random) => RandomWindow(image, share, random));
        yield return new("window .75-.95", (image, random) => RandomWindow(image, 0.75 + (0.2 * random.NextDouble()), random));
        yield return new("each side 0-15 %", (image, random) => Cut(image, Off(random), Off(random), Off(random), Off(random)));
    }

    private static IEnumerable<Alteration> OneSided()
    {
        foreach (int percent in new[] { 10, 20, 30 })
        {
            for (int side = 0; side < 4; side++)
            {
                double[] off = [0, 0, 0, 0];
                off[side] = percent / 100.0;
                yield return Alteration.Of($"one side {percent} %", image => Cut(image, off[0], off[1], off[2], off[3]));
            }
        }
    }

    private static IEnumerable<Alteration> ToFormats()
    {
        yield return Alteration.Of("to square", image => ToRatio(image, 1));
        yield return Alteration.Of("to 16:9", image => ToRatio(image, Along(image, 16 / 9.0)));
        yield return Alteration.Of("to 9:16", image => ToRatio(image, 1 / Along(image, 16 / 9.0)));
        yield return new("16:9 to 4:3", (image, _) => ToRatio(ToRatio(image, Along(image, 16 / 9.0)), Along(image, 4 / 3.0)), image => ToRatio(image, Along(image, 16 / 9.0)));
        yield return Alteration.Of("crop 10 %, half, jpeg60", image =>
            Image.NewFromBuffer(Cut(image, 0.1, 0.1, 0.1, 0.1).Resize(0.5).JpegsaveBuffer(q: 60)).Rgb());
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

    private static (int First, int End) Limits(double before, double after, int length) =>
        ((int)Math.Floor((before * length) + 0.5), (int)Math.Floor(((1 - after) * length) + 0.5));
}
