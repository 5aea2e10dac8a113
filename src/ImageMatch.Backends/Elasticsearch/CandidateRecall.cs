namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// How many of the copies just below a distance are among the candidates, as measured with true pairs among a million unrelated signatures: the share depends
/// on how many candidates there are for each record of the index.
/// </summary>
internal static class CandidateRecall
{
    /// <summary>Below this the user is told.</summary>
    public const double Enough = 0.9;

    private static readonly double[] UpperDistances = [0.25, 0.30, 0.35, 0.40, 0.45];

    /// <summary>The tenth power of candidates for each record, and the recall of each range of distances, for 126 codes asked of 63 stored.</summary>
    private static readonly (double Power, double[] Recall)[] Measured =
    [
        (-7, [1, .995, .963, .807, .425]),
        (-6, [1, .998, .996, .910, .596]),
        (-5, [1, 1, 1, .981, .811]),
        (-4, [1, 1, 1, .996, .935]),
        (-3.52, [1, 1, 1, 1, .966]),
        (-3, [1, 1, 1, 1, .979]),
    ];

    /// <summary>The share of matches found near a cut-off, 0 to 1; null beyond the distances that were measured.</summary>
    public static double? Near(double distanceCutoff, int candidates, long records)
    {
        int range = Array.FindIndex(UpperDistances, upper => distanceCutoff <= upper + 1e-9);
        if (range < 0)
            return null;

        double power = Math.Clamp(Math.Log10(Math.Max(1, candidates) / (double)Math.Max(1, records)), Measured[0].Power, Measured[^1].Power);
        int next = Array.FindIndex(Measured, row => power <= row.Power);
        if (next == 0)
            return Measured[0].Recall[range];
        (double low, double[] below) = Measured[next - 1];
        (double high, double[] above) = Measured[next];
        return double.Lerp(below[range], above[range], (power - low) / (high - low));
    }
}
