namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What a search found worth comparing.</summary>
internal sealed class Candidates
{
    /// <summary>Ids of those below the cut-off.</summary>
    public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>Where they were looked for.</summary>
    public List<SearchedPool> Pools { get; } = [];
}

/// <summary>How far a pool was looked through for one query.</summary>
/// <param name="recall">How many copies are found by its terms.</param>
/// <param name="limit">How many candidates each signature could have.</param>
internal sealed class SearchedPool(CandidateRecall recall, int limit)
{
    public CandidateRecall Recall => recall;

    public int Limit => limit;

    /// <summary>How many records it has.</summary>
    public long Records { get; set; }

    /// <summary>The lowest score that still was a candidate; null where nothing was left out.</summary>
    public int? LowestScore { get; set; }

    /// <summary>Notes the score of the last candidate that there was room for; what scores higher for another signature was looked at there.</summary>
    public void LeftOut(int score) => LowestScore = Math.Max(LowestScore ?? 0, score);
}
