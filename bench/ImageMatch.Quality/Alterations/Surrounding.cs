using NetVips;

namespace ImageMatch.Quality.Alterations;

/// <summary>A frame all round, bars above and below, a white page around the picture.</summary>
internal static class Surrounding
{
    public static IEnumerable<Alteration> All { get; } =
    [
        .. new[] { 0.05, 0.1, 0.2 }.Select(share => Alteration.Of("framed 5, 10, 20 %", image => Surround(image, share, share, 255))),
        .. new[] { 0.05, 0.1, 0.2 }.Select(share => Alteration.Of("bars 5, 10, 20 %", image => Surround(image, 0, share, 0))),
        Alteration.Of("on a page", image => Surround(image, 0.4, 0.3, 255)),
        Alteration.Of("screenshot", Screenshot),
    ];

    /// <summary>Off the middle of a dark screen whose sides are twice as long.</summary>
    private static Image Screenshot(Image image) => image
        .Embed(image.Width / 5, image.Height / 3, image.Width * 2, image.Height * 2, extend: Enums.Extend.Background, background: [32, 32, 32])
        .Rgb();

    private static Image Surround(Image image, double across, double down, double level)
    {
        (int x, int y) = ((int)(across * image.Width), (int)(down * image.Height));
        return image.Embed(x, y, image.Width + (2 * x), image.Height + (2 * y), extend: Enums.Extend.Background, background: [level, level, level]).Rgb();
    }
}
