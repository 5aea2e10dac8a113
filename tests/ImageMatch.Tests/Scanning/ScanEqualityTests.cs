using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Scanning;

/// <summary>Whatever is searched by whatever kernel, the hits are those of a loop over 648 values.</summary>
public class ScanEqualityTests
{
    private static readonly double[] Cutoffs =
        [double.NaN, -1, 0, double.Epsilon, 1e-9, 0.05, 0.2, 0.3, 0.45, 0.6, 0.7, 0.75, 0.9, Math.BitDecrement(1), 1, Math.BitIncrement(1), 1.5, double.PositiveInfinity];

    public static TheoryData<string> Kernels => [.. ScanKernels.Runnable.Keys];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Random_signatures(string kernel)
    {
        var random = new Random(1);
        Signature[] signatures = [.. Enumerable.Range(0, 300).Select(i => ScanData.Random(random, i % 10 * 0.11))];
        Check(kernel, signatures, [.. Enumerable.Range(0, 9).Select(i => ScanData.Changed(signatures[i * 33], 20 * i, random))]);
    }

    [SkippableTheory]
    [MemberData(nameof(Kernels))]
    public void Photographs_and_altered_copies(string kernel)
    {
        var random = new Random(2);
        Signature[] photographs = [.. ScanData.Photographs().Take(150)];
        Signature[] signatures = [.. photographs, .. photographs.Select((photograph, i) => ScanData.Changed(photograph, i, random))];
        Check(kernel, signatures, [photographs[0], ScanData.Opposite(photographs[1]), ScanData.Changed(photographs[2], 60, random), signatures[200]]);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Signatures_of_few_values_and_none(string kernel)
    {
        // Few values give many ties, and distances that lie on a cut-off.
        var random = new Random(3);
        Signature[] signatures =
        [
            .. Enumerable.Range(0, 200).Select(i => ScanData.Changed(ScanData.Random(random, 1), i % 7, random)),
            ScanData.Random(random, 1),
            ScanData.Random(random, 0),
        ];
        Check(kernel, signatures, [signatures[0], signatures[^1], signatures[1], signatures[3], signatures[6], ScanData.Opposite(signatures[6])]);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void All_ones_all_twos_and_their_neighbours(string kernel)
    {
        // The largest scores there are, and the largest angle between a signature and its signs.
        var random = new Random(4);
        var signatures = new List<Signature>();
        for (int twos = 0; twos <= 272; twos += 4)
        {
            sbyte[] half = [.. Enumerable.Repeat((sbyte)2, twos), .. Enumerable.Repeat((sbyte)1, 272 - twos)];
            signatures.Add(ScanData.OfHalf(half));
            half.AsSpan().Reverse();
            signatures.Add(ScanData.OfHalf(half));
            random.Shuffle(half);
            signatures.Add(ScanData.Opposite(ScanData.OfHalf(half)));
        }

        Check(kernel, [.. signatures], [signatures[0], signatures[99], signatures[^1], signatures[^2]]);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Distances_on_the_cut_off_and_beside_it(string kernel)
    {
        var random = new Random(5);
        Signature asked = ScanData.Random(random);
        (long Number, Signature Signature)[] stored = ScanData.Numbered(Enumerable.Range(0, 100).Select(i => ScanData.Changed(asked, 2 * i, random)));
        SignatureIndex index = ScanKernels.Index(kernel, 2);
        index.Set(stored);
        foreach ((_, Signature signature) in stored)
        {
            double distance = SignatureDistance.Between(asked, signature);
            PlainScan.AssertSame(
                index,
                stored,
                new ScanQuery([asked], distance),
                new ScanQuery([asked], Math.BitIncrement(distance)),
                new ScanQuery([ScanData.Opposite(asked), asked], Math.BitIncrement(distance)));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Zeros_against_twos(string kernel)
    {
        // Distances for line art are far from the others here: all twos, of which some have become zeros or ones.
        var random = new Random(7);
        var signatures = new List<Signature>();
        for (int others = 0; others <= 272; others += 3)
        {
            sbyte[] half = [.. Enumerable.Repeat((sbyte)(others % 2), others), .. Enumerable.Range(others, 272 - others).Select(i => (sbyte)(i % 3 == 0 ? -2 : 2))];
            signatures.Add(ScanData.OfHalf(half));
            random.Shuffle(half);
            signatures.Add(ScanData.OfHalf(half));
        }

        Check(kernel, [.. signatures], [signatures[0], signatures[5], signatures[64], signatures[^1]]);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Signatures_of_other_forms_on_either_side(string kernel)
    {
        var random = new Random(6);
        Signature[] regular = [.. Enumerable.Range(0, 100).Select(_ => ScanData.Random(random))];
        Signature[] irregular =
        [
            Edited(regular[0], 0, 1), Edited(regular[1], 300, 4), Edited(regular[2], 40, 127), Edited(regular[3], 41, -128),
            new([1, -2, 4]), new([1, -2, 3]), new([]), new(new sbyte[648]), new(new sbyte[324]),
        ];
        Check(kernel, [.. regular, .. irregular], [.. irregular, regular[0], regular[3]]);

        static Signature Edited(Signature signature, int place, sbyte value)
        {
            sbyte[] values = signature.Values.ToArray();
            values[place] = value;
            return new Signature(values);
        }
    }

    private static void Check(string kernel, Signature[] signatures, Signature[] asked)
    {
        (long Number, Signature Signature)[] stored = ScanData.Numbered(signatures);
        SignatureIndex index = ScanKernels.Index(kernel, 2);
        index.Set(stored);
        Signature[] opposites = [.. asked.Select(ScanData.Opposite)];
        foreach (double cutoff in Cutoffs)
        {
            PlainScan.AssertSame(
                index,
                stored,
                [
                    .. asked.Select(signature => new ScanQuery([signature], cutoff)),
                    new ScanQuery([.. asked, .. opposites], cutoff),
                    new ScanQuery([.. opposites, .. asked, .. asked], cutoff, Limit: 5),
                    new ScanQuery([asked[0]], cutoff, Limit: 1, number => number % 3 == 0),
                    new ScanQuery([.. asked, asked[0]], cutoff, Limit: int.MaxValue, number => number > 50),
                    .. asked.Select(signature => new ScanQuery([signature], cutoff, LineArt: true)),
                    new ScanQuery([.. opposites, .. asked, .. asked], cutoff, Limit: 5, LineArt: true),
                ]);
        }
    }
}
