using System.Runtime.Intrinsics;

namespace ImageMatch.Signatures;

/// <summary>
/// Sums in the order of numpy's <c>add.reduce</c>, since the last bit of a level decides ties: the run is cut into pieces of <see cref="PieceLength"/>, each
/// is summed pairwise, and the pieces are added one after the other. See numpy/core/src/umath/loops_utils.h.src.
/// </summary>
internal static class PairwiseSum
{
    /// <summary>Values that numpy buffers at a time.</summary>
    public const int PieceLength = 8192;

    private const int BlockLength = 128;
    private const int Lanes = 8;

    /// <summary>Adds the whole pieces of a run to a sum and moves what remains to the front.</summary>
    /// <param name="run">The values of the run that are not yet added.</param>
    /// <param name="held">How many there are; becomes how many remain.</param>
    /// <param name="sum">The sum of the run so far.</param>
    public static void AddPieces(Span<double> run, ref int held, ref double sum)
    {
        int added = 0;
        for (; held - added >= PieceLength; added += PieceLength)
            sum += Of(run.Slice(added, PieceLength));

        if (added == 0)
            return;

        run[added..held].CopyTo(run);
        held -= added;
    }

    /// <summary>Sums one piece.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.Length < Lanes)
        {
            double sum = 0;
            foreach (double value in values)
                sum += value;

            return sum;
        }

        if (values.Length <= BlockLength)
            return OfBlock(values);

        int half = values.Length / 2;
        half -= half % Lanes;
        return Of(values[..half]) + Of(values[half..]);
    }

    /// <summary>Eight running sums over every eighth value.</summary>
    private static double OfBlock(ReadOnlySpan<double> values)
    {
        Vector128<double> s01 = Vector128.Create(values);
        Vector128<double> s23 = Vector128.Create(values[2..]);
        Vector128<double> s45 = Vector128.Create(values[4..]);
        Vector128<double> s67 = Vector128.Create(values[6..]);
        int i = Lanes;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            ReadOnlySpan<double> next = values.Slice(i, Lanes);
            s01 += Vector128.Create(next);
            s23 += Vector128.Create(next[2..]);
            s45 += Vector128.Create(next[4..]);
            s67 += Vector128.Create(next[6..]);
        }

        double sum = (Pair(s01) + Pair(s23)) + (Pair(s45) + Pair(s67));
        for (; i < values.Length; i++)
            sum += values[i];

        return sum;
    }

    private static double Pair(Vector128<double> sums) => sums[0] + sums[1];
}
