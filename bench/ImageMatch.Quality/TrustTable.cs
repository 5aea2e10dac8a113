using ImageMatch.Backends.Imaging;
using ImageMatch.Imaging;
using ImageMatch.Quality.Alterations;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using NetVips;

namespace ImageMatch.Quality;

/// <summary>How often pictures come near to each other without being copies, by how much their signatures can be trusted (SignatureDetail).</summary>
/// <param name="Weak">Pairs of which one is weak.</param>
/// <param name="Strong">Pairs of which neither is.</param>
internal sealed record TrustTable(PairCount Weak, PairCount Strong)
{
    private const int Painted = 60;

    /// <summary>Compares pictures with each other and with as many blank, printed, smoothly shaded and blurred ones.</summary>
    public static TrustTable Measure(IEnumerable<string> files, int seed)
    {
        var random = new Random(seed);
        string[] some = [.. files.Take(Painted)];
        IEnumerable<Image> pictures =
        [
            .. some.Select(Pixels.Read),
            .. some.Select(file => Pixels.Read(file).Gaussblur(25).Rgb()),
            .. Enumerable.Range(0, Painted).SelectMany(_ => (Image[])[Blank(random), Page(random), Shade(random)]),
        ];
        var signer = new ImageSigner([new VipsDecoder()], SignatureProfile.Default, ImageLimits.Default);
        Signature[] signatures = [.. pictures.Select(picture => signer.Sign(ImageInput.FromContent(picture.Encode(), "painted")).Signature)];
        var table = new TrustTable(new(), new());
        for (int i = 0; i < signatures.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                // A photograph and its blurred self are copies.
                if (i - j != some.Length || i >= 2 * some.Length)
                    table.Count(signatures[i], signatures[j]);
            }
        }

        return table;
    }

    public void WriteTo(TextWriter output)
    {
        output.WriteLine("Pairs of photographs, blurred, blank, printed and shaded pictures that come nearer than the cut-off without being copies:");
        output.WriteLine($"- one of the two is weak: {Weak}");
        output.WriteLine($"- neither is weak: {Strong}");
    }

    private void Count(Signature one, Signature other)
    {
        bool isWeak = SignatureDetail.Of(one.Values) < SignatureDetail.WeakBelow || SignatureDetail.Of(other.Values) < SignatureDetail.WeakBelow;
        (isWeak ? Weak : Strong).Add(SignatureDistance.Between(one, other) < SearchQuery.DefaultDistanceCutoff);
    }

    /// <summary>Paper with the scanner's grain.</summary>
    private static Image Blank(Random random) =>
        (Image.Gaussnoise(600, 850, sigma: 4, mean: 240, seed: random.Next()).Gaussblur(1 + random.NextDouble()) - 2).Rgb();

    /// <summary>Lines of words of random letters, as many as fill the page.</summary>
    private static Image Page(Random random)
    {
        string text = string.Join(' ', Enumerable.Range(0, 400).Select(_ => new string([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)random.Next('a', 'z' + 1))])));
        Image letters = Image.Text(text, font: "serif 11", width: 500, dpi: 72);
        return (255 - letters.Embed(50, 50, 600, 850)).Rgb();
    }

    /// <summary>Light that falls off from one place.</summary>
    private static Image Shade(Random random)
    {
        Image places = Image.Xyz(600, 400);
        Image across = places[0] - random.Next(600);
        Image down = places[1] - random.Next(400);
        return (230 - (((across * across) + (down * down)) * (0.0001 + (0.0004 * random.NextDouble())))).Rgb();
    }
}

/// <summary>Pairs compared, and how many of them came near.</summary>
internal sealed class PairCount
{
    public long Compared { get; private set; }

    public long Near { get; private set; }

    public void Add(bool isNear)
    {
        Compared++;
        Near += isNear ? 1 : 0;
    }

    public override string ToString() => $"{Near} of {Compared}, {Near * 10_000.0 / Math.Max(1, Compared):0.0} in 10,000";
}
