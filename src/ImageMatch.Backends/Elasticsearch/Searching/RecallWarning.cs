using System.Globalization;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Tells when a search by candidates likely misses matches near its cut-off.</summary>
internal static class RecallWarning
{
    /// <summary>Says of the pool that is searched worst what is likely missing; null where that is less than a tenth, or nothing was left out.</summary>
    public static string? Of(double distanceCutoff, IEnumerable<SearchedPool> pools) => pools
        .Where(pool => pool.LowestScore is not null)
        .Select(pool => (Pool: pool, Recall: pool.Recall.Near(distanceCutoff, pool.Limit, pool.Records)))
        .Where(each => !(each.Recall >= CandidateRecall.Enough))
        .OrderBy(each => each.Recall)
        .Select(each =>
            $"Matches near the cut-off {distanceCutoff.ToString(CultureInfo.InvariantCulture)} are likely missing{(each.Recall is { } share ? $" (about {100 * (1 - share):0} % of them)" : "")}: "
            + $"of {each.Pool.Records} records the {each.Pool.Limit} that share most{(each.Pool.Recall == CandidateRecall.OfWords ? " of image_match's words" : "")} were compared, "
            + $"down to a score of {each.Pool.LowestScore}. Use -Exact, or a larger -CandidateLimit.")
        .FirstOrDefault();
}
