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

    private static double OfBlock(ReadOnlySpan<double> values)
    {
        double s0 = values[0], s1 = values[1], s2 = values[2], s3 = values[3], s4 = values[4], s5 = values[5], s6 = values[6], s7 = values[7];
        int i = Lanes;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            ReadOnlySpan<double> next = values.Slice(i, Lanes);
            s0 += next[0];
            s1 += next[1];
            s2 += next[2];
            s3 += next[3];
            s4 += next[4];
            s5 += next[5];
            s6 += next[6];
            s7 += next[7];
        }

        double sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        for (; i < values.Length; i++)
            sum += values[i];

        return sum;
    }
}
