using System.Buffers;

namespace ImageMatch.Signatures;

/// <summary>Reduces differences to a few levels: each side of zero is cut where its values divide into equal shares.</summary>
internal static class Thresholds
{
    /// <summary>Turns differences into a signature's values.</summary>
    /// <param name="differences">The differences; overwritten, as the reference does: what one step has written, a later one may take for a difference.</param>
    /// <param name="options">Tolerance and number of levels.</param>
    /// <param name="values">Receives the values.</param>
    public static void Apply(Span<double> differences, SignatureOptions options, Span<sbyte> values)
    {
        foreach (ref double difference in differences)
        {
            if (Math.Abs(difference) < options.Tolerance)
                difference = 0;
        }

        double[] sorted = ArrayPool<double>.Shared.Rent(differences.Length);
        double[] cuts = ArrayPool<double>.Shared.Rent(2 * (options.Levels + 1));
        try
        {
            Span<double> positiveCuts = cuts.AsSpan(0, options.Levels + 1);
            Span<double> negativeCuts = cuts.AsSpan(options.Levels + 1, options.Levels + 1);
            bool hasPositive = Cut(Sort(differences, sorted, 1), ascending: true, positiveCuts);
            bool hasNegative = Cut(Sort(differences, sorted, -1), ascending: false, negativeCuts);

            for (int level = 1; hasPositive && level <= options.Levels; level++)
                Replace(differences, positiveCuts[level - 1], positiveCuts[level], level);

            for (int level = 1; hasNegative && level <= options.Levels; level++)
                Replace(differences, negativeCuts[level], negativeCuts[level - 1], -level);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sorted);
            ArrayPool<double>.Shared.Return(cuts);
        }

        for (int i = 0; i < differences.Length; i++)
            values[i] = (sbyte)differences[i];
    }

    private static ReadOnlySpan<double> Sort(ReadOnlySpan<double> differences, double[] sorted, int sign)
    {
        int count = 0;
        foreach (double difference in differences)
        {
            if (Math.Sign(difference) == sign)
                sorted[count++] = difference;
        }

        Array.Sort(sorted, 0, count);
        return sorted.AsSpan(0, count);
    }

    /// <summary>Percentiles at even steps from 0 to 100, or from 100 to 0, in numpy's order of operations (<c>linspace</c>, then <c>percentile</c>).</summary>
    private static bool Cut(ReadOnlySpan<double> sorted, bool ascending, Span<double> cuts)
    {
        if (sorted.IsEmpty)
            return false;

        int levels = cuts.Length - 1;
        (double first, double last) = ascending ? (0.0, 100.0) : (100.0, 0.0);
        double step = (last - first) / levels;
        for (int i = 0; i <= levels; i++)
        {
            double percentile = i == levels ? last : (i * step) + first;
            double position = (sorted.Length - 1) * (percentile / 100);
            int index = (int)position;
            double lower = sorted[index];
            double upper = sorted[Math.Min(index + 1, sorted.Length - 1)];
            double fraction = position - index;
            cuts[i] = fraction >= 0.5 ? upper - ((upper - lower) * (1 - fraction)) : lower + ((upper - lower) * fraction);
        }

        return true;
    }

    private static void Replace(Span<double> differences, double from, double to, double level)
    {
        foreach (ref double difference in differences)
        {
            if (difference >= from && difference <= to)
                difference = level;
        }
    }
}
