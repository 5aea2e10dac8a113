using NetVips;

namespace ImageMatch.Quality.Alterations;

/// <summary>Turned a little, as scans are, and turned or mirrored as a whole.</summary>
internal static class Turning
{
    public static IEnumerable<Alteration> All { get; } =
    [
        .. new[] { 1, 2, 5 }.Select(degrees => Alteration.Of($"turned {degrees}", image => Tilt(image, degrees))),
        Alteration.Of("turned 90", image => image.Rot90().Rgb()),
        Alteration.Of("turned 180", image => image.Rot180().Rgb()),
        Alteration.Of("turned 270", image => image.Rot270().Rgb()),
        Alteration.Of("mirrored", image => image.FlipHor().Rgb()),
    ];

    /// <summary>Turned about its middle, its size kept: the corners are grey.</summary>
    private static Image Tilt(Image image, double degrees)
    {
        Image turned = image.Rotate(degrees, background: [128, 128, 128]);
        return turned.ExtractArea((turned.Width - image.Width) / 2, (turned.Height - image.Height) / 2, image.Width, image.Height).Rgb();
    }
}
