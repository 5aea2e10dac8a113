using NetVips;

namespace ImageMatch.Quality.Alterations;

/// <summary>A copy of a picture, encoded.</summary>
internal sealed record AlteredCopy(Alteration Alteration, byte[] Content);

/// <summary>One way to make a copy of a picture that is not equal to it.</summary>
/// <param name="Name">Its row; those of one name count together.</param>
/// <param name="Ask">Makes the picture asked for of the original.</param>
/// <param name="Store">Makes the stored picture of the original; null where the original is stored.</param>
internal sealed record Alteration(string Name, Func<Image, Random, Image> Ask, Func<Image, Image>? Store = null)
{
    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Alteration> All { get; } =
        [.. Recoding.All, .. Retouching.All, .. Turning.All, .. Cropping.All, .. Reversal.All, .. Surrounding.All];

    /// <summary>An alteration that needs no chance and leaves its work to libvips' own types.</summary>
    public static Alteration Of(string name, Func<Image, Image> ask) => new(name, (image, _) => ask(image));
}
