namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The records that a search found, whether they count or not.</summary>
internal sealed class Candidates
{
    /// <summary>Ids of those below the cut-off.</summary>
    public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>How far was looked; nothing where all was looked at.</summary>
    public List<SearchedPool> Pools { get; } = [];

    /// <summary>Whether there may be more of them than there was room for.</summary>
    public bool IsCrowded => Pools.Exists(pool => pool.IsCrowded);

    /// <summary>Takes in what was found elsewhere.</summary>
    public void Add(Candidates others)
    {
        Ids.UnionWith(others.Ids);
        Pools.AddRange(others.Pools);
    }
}

/// <summary>How far a pool was looked through for one query.</summary>
/// <param name="recall">How many copies are found by its terms.</param>
/// <param name="limit">How many candidates each signature could have.</param>
/// <param name="isOfWindows">Whether it holds windows, and a candidate is a record of which one is.</param>
internal sealed class SearchedPool(CandidateRecall recall, int limit, bool isOfWindows = false)
{
    public CandidateRecall Recall => recall;

    public int Limit => limit;

    public bool IsOfWindows => isOfWindows;

    /// <summary>How many records it has.</summary>
    public long Records { get; set; }

    /// <summary>The lowest score that still was a candidate; null where nothing was left out.</summary>
    public int? LowestScore { get; private set; }

    /// <summary>Whether the last candidate that there was room for still matched, so that more may match than were looked at.</summary>
    public bool IsCrowded { get; set; }

    /// <summary>Notes the score of the last candidate that there was room for; what scores higher for another signature was looked at there.</summary>
    public void LeftOut(int score) => LowestScore = Math.Max(LowestScore ?? 0, score);
}
