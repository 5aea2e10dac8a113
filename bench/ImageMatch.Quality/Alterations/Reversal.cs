namespace ImageMatch.Quality.Alterations;

/// <summary>The crop is stored and the whole is asked for.</summary>
internal static class Reversal
{
    public static IEnumerable<Alteration> All { get; } =
    [
        new("stored crop 10 %", (image, _) => image.Rgb(), image => Cropping.Cut(image, 0.1, 0.1, 0.1, 0.1)),
        new("stored left 20 % off", (image, _) => image.Rgb(), image => Cropping.Cut(image, 0, 0, 0.2, 0)),
        new("stored square", (image, _) => image.Rgb(), image => Cropping.ToRatio(image, 1)),
    ];
}
