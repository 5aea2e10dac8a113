using NetVips;

namespace ImageMatch.Quality.Alterations;

/// <summary>The same picture in other colours, softer, sharper, noisier, or with something over it.</summary>
internal static class Retouching
{
    public static IEnumerable<Alteration> All { get; } =
    [
        Alteration.Of("blur3", image => image.Gaussblur(3).Rgb()),
        Alteration.Of("sharpened", image => image.Sharpen(sigma: 1, m2: 6).Rgb()),
        Alteration.Of("bright1.4", image => (image * 1.4).Rgb()),
        Alteration.Of("contrast.6", image => ((image * 0.6) + (0.4 * image.Avg())).Rgb()),
        Alteration.Of("gamma.6", image => image.Gamma(exponent: 1 / 0.6).Rgb()),
        Alteration.Of("gamma1.6", image => image.Gamma(exponent: 1 / 1.6).Rgb()),
        Alteration.Of("grey", image => image.Colourspace(Enums.Interpretation.Bw).Rgb()),
        Alteration.Of("inverted", image => image.Invert().Rgb()),
        new Alteration("noise", Noise),
        Alteration.Of("logo", Logo),
        Alteration.Of("text", Text),
    ];

    private static Image Noise(Image image, Random random)
    {
        Image noise = Image.Gaussnoise(image.Width, image.Height, sigma: 20, mean: 0, seed: random.Next());
        return (image + noise).Rgb();
    }

    /// <summary>A ring in a corner, a fifth of the shorter side wide.</summary>
    private static Image Logo(Image image)
    {
        int radius = Math.Min(image.Width, image.Height) / 10;
        (int x, int y) = (image.Width - (radius * 5 / 4), image.Height - (radius * 5 / 4));
        return image.Mutate(drawn =>
        {
            drawn.DrawCircle([255, 255, 255], x, y, radius, fill: true);
            drawn.DrawCircle([200, 0, 0], x, y, radius * 2 / 3, fill: true);
        }).Rgb();
    }

    /// <summary>White letters across two thirds of the picture, as stock agencies mark theirs.</summary>
    private static Image Text(Image image)
    {
        Image letters = Image.Text("SAMPLE", font: "sans bold", width: image.Width * 2 / 3, height: image.Height / 4);
        Image mask = letters.Embed((image.Width - letters.Width) / 2, (image.Height - letters.Height) / 2, image.Width, image.Height);
        return ((mask / 255.0 * 0.7 * 255.0) + (image * (1 - (mask / 255.0 * 0.7)))).Rgb();
    }
}
