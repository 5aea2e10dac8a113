using CsCheck;
using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Scanning;

public class PruningBoundTests
{
    /// <summary>Halves from featureless to full, from all ones to all twos.</summary>
    private static readonly Gen<sbyte[]> Halves =
        from zeros in Gen.Double[0, 1.05]
        from twos in Gen.Double[-0.1, 1.1]
        from values in Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Bool).Array[PackedSignature.ValueCount]
        select values.Select(value => (sbyte)(value.Item1 < zeros ? 0 : (value.Item2 < twos ? 2 : 1) * (value.Item3 ? 1 : -1))).ToArray();

    [Fact]
    public void Nothing_nearer_than_the_cut_off_scores_less_than_the_bound() =>
        Gen.Select(Halves, Halves, Gen.Int[0, 272]).Sample(
            (a, b, same) =>
            {
                // Part of the stored half is that of the query, so that all distances occur.
                a.AsSpan(0, same).CopyTo(b);
                double distance = SignatureDistance.Between(ScanData.OfHalf(a), ScanData.OfHalf(b));
                int score = a.Zip(b, (x, y) => x * Math.Sign(y)).Sum();
                var bound = new PruningBound(new SignatureClass((ushort)b.Count(value => value != 0), (ushort)b.Count(value => value is 2 or -2)));
                int least = bound.LeastScore(Math.Sqrt(a.Sum(value => value * value)), Math.BitIncrement(distance));

                return score >= least;
            },
            iter: 5000);

    [Theory]
    [InlineData(120, 120, 1)]
    [InlineData(120, 120, 2)]
    [InlineData(1, 271, 2)]
    [InlineData(271, 1, 2)]
    [InlineData(200, 10, 1)]
    [InlineData(1, 1, 2)]
    public void A_query_that_lies_in_one_plane_with_a_signature_and_its_signs_scores_just_the_bound(int ones, int twos, int value)
    {
        // The stored half lies between its signs and the query, which is not 0 where the stored one has its twos: the angles add up.
        sbyte[] asked = [.. Enumerable.Repeat((sbyte)0, ones), .. Enumerable.Repeat((sbyte)value, twos), .. new sbyte[272 - ones - twos]];
        sbyte[] stored = [.. Enumerable.Repeat((sbyte)1, ones), .. Enumerable.Repeat((sbyte)2, twos), .. new sbyte[272 - ones - twos]];
        Signature signature = ScanData.OfHalf(asked);
        double distance = SignatureDistance.Between(signature, ScanData.OfHalf(stored));
        var bound = new PruningBound(new SignatureClass((ushort)(ones + twos), (ushort)twos));

        Assert.Equal(value * twos, bound.LeastScore(value * Math.Sqrt(twos), Math.BitIncrement(distance)));

        var index = new SignatureIndex();
        index.Set([(1, ScanData.OfHalf(stored))]);
        Assert.Equal(distance, Assert.Single(index.Search([new ScanQuery([signature], Math.BitIncrement(distance))])[0]).Distance);
        Assert.Empty(index.Search([new ScanQuery([signature], distance)])[0]);
    }

    [Fact]
    public void A_cut_off_of_0_45_leaves_out_nearly_all_unrelated_signatures()
    {
        var bound = new PruningBound(new SignatureClass(245, 122));
        double norm = Math.Sqrt(245 + (3 * 122));

        // Unrelated scores spread by about the norm: the bound is to lie several times as far out.
        Assert.InRange(bound.LeastScore(norm, 0.45), 4 * norm, 8 * norm);
        Assert.Equal(PruningBound.KeepAll, bound.LeastScore(norm, 1));
        Assert.Equal(PruningBound.KeepNone, bound.LeastScore(0, 1));
        Assert.Equal(PruningBound.KeepAll, bound.LeastScore(0, 1.1));
    }
}
