using System.Collections.Concurrent;
using ImageMatch.Signatures;
using NetVips;

namespace ImageMatch.Ratios.Clusters;

/// <summary>A photograph and a copy of it that is about as far away as copies may be.</summary>
/// <param name="File">The photograph.</param>
/// <param name="Original">Its signature.</param>
/// <param name="Copy">The signature of the copy.</param>
/// <param name="Distance">Between the two.</param>
internal sealed record CopyPair(string File, Signature Original, Signature Copy, double Distance)
{
    /// <summary>Ways to alter a picture, weakest first.</summary>
    private static readonly Func<Image, int, Image>[] Alterations =
    [
        (image, strength) => image.Rotate(0.5 * strength),
        (image, strength) => Cut(image, 0.01 * strength),
        (image, strength) => image.Gaussblur(strength),
        (image, strength) => image.Gamma(exponent: 1 + (0.4 * strength)),
        (image, strength) => image.Resize(1.0 / (2 + strength)),
    ];

    private const int Strongest = 10;

    /// <summary>Of each photograph and alteration the weakest copy in each range of distances that has one.</summary>
    /// <param name="files">The photographs.</param>
    /// <param name="ranges">The ranges, rising.</param>
    public static IReadOnlyList<CopyPair> Make(IReadOnlyList<string> files, IReadOnlyList<(double From, double To)> ranges)
    {
        var pairs = new ConcurrentBag<CopyPair>();
        Parallel.ForEach(files, file =>
        {
            using Image stored = Image.NewFromFile(file);
            using Image srgb = stored.Colourspace(Enums.Interpretation.Srgb);
            using Image photograph = srgb.CopyMemory();
            Signature original = Sign(photograph);
            foreach (Func<Image, int, Image> alter in Alterations)
            {
                CopyPair[] copies =
                [
                    .. Enumerable.Range(1, Strongest).Select(strength =>
                    {
                        using Image altered = alter(photograph, strength);
                        Signature copy = Sign(altered);
                        return new CopyPair(file, original, copy, SignatureDistance.Between(original, copy));
                    })
                    .TakeWhile(pair => pair.Distance < ranges[^1].To),
                ];
                foreach ((double from, double to) in ranges)
                {
                    if (Array.Find(copies, pair => pair.Distance >= from && pair.Distance < to) is { } first)
                        pairs.Add(first);
                }
            }
        });
        return [.. pairs.OrderBy(pair => pair.File, StringComparer.Ordinal).ThenBy(pair => pair.Distance)];
    }

    private static Image Cut(Image image, double share)
    {
        (int across, int down) = ((int)(share * image.Width), (int)(share * image.Height));
        return image.ExtractArea(across, down, image.Width - (2 * across), image.Height - (2 * down));
    }

    private static Signature Sign(Image image)
    {
        using Image bytes = image.Cast(Enums.BandFormat.Uchar);
        byte[] pixels = bytes.WriteToMemory<byte>();
        using var picture = new Picture(bytes.Width, bytes.Height, bytes.Bands);
        pixels.CopyTo(picture.NextRows(bytes.Height));
        picture.Advance(bytes.Height);
        return new SignatureGenerator(SignatureOptions.Default).Sign(picture);
    }
}
