using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

/// <summary>Signatures of pictures that never were, in a moment each: levels of noise whose amplitude falls as frequency grows, as in photographs.</summary>
internal static class FieldSignatures
{
    private const int Size = 9;

    /// <summary>A signature of the default layout, always the same for a seed.</summary>
    public static Signature Of(int seed)
    {
        var random = new Random(seed);
        return SignatureGenerator.SignLevels(levels => Fill(levels, random), SignatureOptions.Default);
    }

    private static void Fill(Span<double> levels, Random random)
    {
        levels.Fill(128);
        for (int cells = 2; cells <= 16; cells *= 2)
            AddOctave(levels, cells, random);
    }

    private static void AddOctave(Span<double> levels, int cells, Random random)
    {
        int corners = cells + 1;
        Span<double> heights = stackalloc double[corners * corners];
        foreach (ref double height in heights)
            height = 50 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);

        for (int i = 0; i < levels.Length; i++)
        {
            (double down, double right) = (((i / Size) + 0.5) * cells / Size, ((i % Size) + 0.5) * cells / Size);
            int corner = ((int)down * corners) + (int)right;
            double upper = double.Lerp(heights[corner], heights[corner + 1], right % 1);
            double lower = double.Lerp(heights[corner + corners], heights[corner + corners + 1], right % 1);
            levels[i] += double.Lerp(upper, lower, down % 1);
        }
    }
}
