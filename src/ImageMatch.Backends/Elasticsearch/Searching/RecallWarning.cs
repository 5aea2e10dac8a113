using System.Globalization;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Tells when a search by candidates likely misses matches.</summary>
internal static class RecallWarning
{
    /// <summary>
    /// Says of the pool that is searched worst what is likely missing near the cut-off, or that there were more matches than room; null where less than a tenth is
    /// missing, or nothing was left out.
    /// </summary>
    public static string? Of(MatchCutoffs cutoffs, IReadOnlyList<SearchedPool> pools) => pools
        .Where(pool => pool.LowestScore is not null)
        .Select(pool => (Pool: pool, Cutoff: pool.IsOfWindows ? cutoffs.Window : cutoffs.Whole))
        .Select(each => (each.Pool, each.Cutoff, Recall: each.Pool.Recall.Near(each.Cutoff, each.Pool.Limit, each.Pool.Records)))
        .Where(each => !(each.Recall >= CandidateRecall.Enough))
        .OrderBy(each => each.Recall)
        .Select(each =>
            $"Matches near the cut-off {each.Cutoff.ToString(CultureInfo.InvariantCulture)} are likely missing{(each.Recall is { } share ? $" (about {100 * (1 - share):0} % of them)" : "")}: "
            + $"{Compared(each.Pool)}, down to a score of {each.Pool.LowestScore}. {WhatToDo}")
        .Concat(pools.Where(pool => pool.IsCrowded).Select(pool => $"More pictures may match: {Compared(pool)}, and the last of them still match. {WhatToDo}"))
        .FirstOrDefault();

    private const string WhatToDo = "Use -Exact, or a larger -CandidateLimit.";

    private static string Compared(SearchedPool pool) => pool.IsOfWindows
        ? $"of {pool.Records} windows those of the {pool.Limit} pictures that share most were compared"
        : $"of {pool.Records} records the {pool.Limit} that share most{(pool.Recall == CandidateRecall.OfWords ? " of image_match's words" : "")} were compared";
}
