namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// How many of the copies just below a distance are among the candidates, as measured with true pairs among a million unrelated signatures: the share depends
/// on how many candidates there are for each record of the index.
/// </summary>
/// <param name="recordsPerCandidate">How many records there may be for a candidate before a search takes more candidates.</param>
/// <param name="measured">The tenth power of candidates for each record, rising, and the recall of each range of distances.</param>
internal sealed class CandidateRecall(int recordsPerCandidate, (double Power, double[] Recall)[] measured)
{
    /// <summary>Below this the user is told.</summary>
    public const double Enough = 0.9;

    private static readonly double[] UpperDistances = [0.25, 0.30, 0.35, 0.40, 0.45];

    /// <summary>By 126 codes asked of 63 stored. With a candidate for so many records, recall stays above nine tenths up to the default cut-off.</summary>
    public static CandidateRecall OfCodes { get; } = new(
        3000,
        [
            (-7, [1, .995, .963, .807, .425]),
            (-6, [1, .998, .996, .910, .596]),
            (-5, [1, 1, 1, .981, .811]),
            (-4, [1, 1, 1, .996, .935]),
            (-3.52, [1, 1, 1, 1, .966]),
            (-3, [1, 1, 1, 1, .979]),
        ]);

    /// <summary>By image_match's 63 words; where all records are candidates, those that share one word at least.</summary>
    public static CandidateRecall OfWords { get; } = new(
        1000,
        [
            (-7, [.935, .672, .520, .345, .297]),
            (-6, [.966, .761, .616, .417, .332]),
            (-5, [.982, .851, .742, .531, .404]),
            (-4, [.993, .912, .835, .653, .494]),
            (-3.52, [.994, .929, .879, .722, .541]),
            (-3, [.998, .952, .918, .788, .616]),
            (0, [1, .997, .986, .960, .899]),
        ]);

    /// <summary>How many records there may be for a candidate before a search takes more candidates.</summary>
    public int RecordsPerCandidate => recordsPerCandidate;

    /// <summary>The share of matches found near a cut-off, 0 to 1; null beyond the distances that were measured.</summary>
    public double? Near(double distanceCutoff, int candidates, long records)
    {
        int range = Array.FindIndex(UpperDistances, upper => distanceCutoff <= upper + 1e-9);
        if (range < 0)
            return null;

        double power = Math.Clamp(Math.Log10(Math.Max(1, candidates) / (double)Math.Max(1, records)), measured[0].Power, measured[^1].Power);
        int next = Array.FindIndex(measured, row => power <= row.Power);
        if (next == 0)
            return measured[0].Recall[range];
        (double low, double[] below) = measured[next - 1];
        (double high, double[] above) = measured[next];
        return double.Lerp(below[range], above[range], (power - low) / (high - low));
    }
}
