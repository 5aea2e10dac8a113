using ImageMatch.Signatures;

namespace ImageMatch.Tests.Scanning;

/// <summary>Signatures to search among.</summary>
internal static class ScanData
{
    /// <summary>A signature of random values, a share of them 0.</summary>
    public static Signature Random(Random random, double zeros = 0.1)
    {
        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        foreach (ref sbyte value in half)
            value = random.NextDouble() < zeros ? (sbyte)0 : (sbyte)((random.Next(2) + 1) * (random.Next(2) == 0 ? 1 : -1));

        return OfHalf(half);
    }

    public static Signature OfHalf(ReadOnlySpan<sbyte> half)
    {
        Span<sbyte> values = stackalloc sbyte[SignatureOptions.Default.ValueCount];
        PackedSignature.FromHalf(half, values);
        return new Signature(values);
    }

    public static Signature Opposite(Signature signature) => new([.. signature.Values.ToArray().Select(value => (sbyte)-value)]);

    /// <summary>A copy with values of the half changed, so many times.</summary>
    public static Signature Changed(Signature signature, int changes, Random random)
    {
        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        Assert.True(PackedSignature.TryGetHalf(signature.Values, half));
        for (int i = 0; i < changes; i++)
            half[random.Next(half.Length)] = (sbyte)random.Next(-2, 3);

        return OfHalf(half);
    }

    /// <summary>The signatures of 300 photographs, as the reference computes them.</summary>
    public static IReadOnlyList<Signature> Photographs()
    {
        TestFiles.RequireShared();
        return [.. File.ReadLines(Path.Combine(TestFiles.Shared, "reference", "photos.tsv"))
            .Select(line => new Signature([.. line.Split('\t')[1].Select(digit => (sbyte)(digit - '2'))]))];
    }

    /// <summary>Numbers signatures from 1.</summary>
    public static (long Number, Signature Signature)[] Numbered(IEnumerable<Signature> signatures) =>
        [.. signatures.Select((signature, i) => (i + 1L, signature))];
}
