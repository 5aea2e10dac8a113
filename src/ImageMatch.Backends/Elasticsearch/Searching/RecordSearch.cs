using System.Text.Json.Nodes;
using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Searches: by candidates that the cluster chooses, or exactly; either way the distance is the engine's own.</summary>
internal sealed class RecordSearch(StoreIndex index, DocumentReader reader, WindowSearch? windows, SignatureProfile profile, ElasticsearchStoreOptions options)
{
    private const int MaxResultWindow = 10_000;

    public IReadOnlyList<SearchAnswer> Run(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        SearchRules.Check(queries, profile);
        RecordFilterEvaluator?[] filters = [.. queries.Select(query => query.Filter is null ? null : new RecordFilterEvaluator(query.Filter))];
        index.RefreshOwn(cancellationToken);

        var answers = new SearchAnswer[queries.Count];
        foreach (bool exact in new[] { false, true })
        {
            int[] places = [.. Enumerable.Range(0, queries.Count).Where(i => (queries[i].Exact || options.Exact) == exact)];
            if (places.Length == 0)
                continue;

            SearchQuery[] some = [.. places.Select(i => queries[i])];
            Found[] found = exact ? Scan(some, cancellationToken) : Ask(some, cancellationToken);
            IReadOnlyCollection<string>[]? near = exact
                ? windows?.Scan(some, cancellationToken)
                : windows?.Ask(some, [.. some.Select(query => query.CandidateLimit ?? options.CandidateLimit)], cancellationToken).Select(each => each.Ids).ToArray();
            for (int k = 0; k < places.Length; k++)
                answers[places[k]] = Answer(some[k], filters[places[k]], found[k], near?[k] ?? [], cancellationToken);
        }

        return answers;
    }

    private Found[] Scan(SearchQuery[] queries, CancellationToken cancellationToken)
    {
        RecordScan[] scans = [.. queries.Select(query => query.EngineQuery is null && query.ExcludedId is null && query.ExcludedPath is null
            ? ScanAnswer.ToScan(query, profile, null)
            : ScanAnswer.ToScan(query with { First = null }, profile, null))];
        return [.. SignatureCache.Search(index, options, scans, cancellationToken).Select(ids => new Found(ids, null, null))];
    }

    private Found[] Ask(SearchQuery[] queries, CancellationToken cancellationToken)
    {
        IReadOnlyList<CandidatePool> pools = CandidatePool.Of(index, profile.Options, cancellationToken);
        int shards = index.ShardCount(cancellationToken);
        int[][] limits = [.. queries.Select(query => pools.Select(pool => query.CandidateLimit ?? options.CandidateLimit ?? pool.DefaultLimit).ToArray())];
        foreach (int limit in limits.SelectMany(each => each))
        {
            if (limit is < 1 or > MaxResultWindow)
                throw new StoreException(StoreError.QueryRefused, $"{limit} candidates were asked for; ask for 1 to {MaxResultWindow}, or for an exact search.");
        }

        FieldList fields = queries.Any(query => query.Filter is not null) ? FieldList.Of(index, cancellationToken) : FieldList.None;
        JsonNode?[] filters = [.. queries.Select(query => Narrowing(query, fields))];
        Candidates[] candidates = new CandidateSearch(index, profile, pools, shards).Find(queries, filters, limits, cancellationToken);
        return [.. queries.Select((query, i) => new Found(candidates[i].Ids, candidates[i].LowestScores.Max(), Warning(query, candidates[i], limits[i], pools)))];
    }

    private JsonNode? Narrowing(SearchQuery query, FieldList fields)
    {
        JsonNode?[] conditions = [Queries.Of(query.EngineQuery), query.Filter is null ? null : new FilterTranslator(fields, index.Layout).Narrow(query.Filter)];
        return conditions.Any(condition => condition is not null) ? Queries.All(conditions) : null;
    }

    /// <summary>Says of the pool that is searched worst what it likely misses.</summary>
    private static string? Warning(SearchQuery query, Candidates candidates, int[] limits, IReadOnlyList<CandidatePool> pools) => pools
        .Select((pool, k) => (Pool: pool, Limit: limits[k], Lowest: candidates.LowestScores[k], Recall: pool.Recall.Near(query.DistanceCutoff, limits[k], pool.Records)))
        .Where(each => each.Lowest is not null && !(each.Recall >= CandidateRecall.Enough))
        .OrderBy(each => each.Recall)
        .Select(each =>
            $"Matches near the cut-off {query.DistanceCutoff} are likely missing{(each.Recall is { } share ? $" (about {1 - share:P0} of them)" : "")}: "
            + $"of {each.Pool.Records} records the {each.Limit} that share most{(each.Pool.Recall == CandidateRecall.OfWords ? " of image_match's words" : "")} were compared, "
            + $"down to a score of {each.Lowest}. Use -Exact, or a larger -CandidateLimit.")
        .FirstOrDefault();

    private SearchAnswer Answer(
        SearchQuery query, RecordFilterEvaluator? filter, Found found, IReadOnlyCollection<string> near, CancellationToken cancellationToken)
    {
        string? excluded = query.ExcludedPath is { } path ? RecordKey.ComparedForm(path) : null;
        HashSet<string> ids = [.. found.Ids, .. near];
        MatchRecord[] present = [.. reader.ById(ids, query.EngineQuery, cancellationToken).Values.Select(document => document.Record)];
        MatchRecord[] records =
        [
            .. (windows?.Attach(ids, present, cancellationToken) ?? present)
                .Where(record => record.Id != query.ExcludedId && (excluded is null || record.Key.ComparedPath != excluded)),
        ];
        // Compared once more: a record may have changed since it was found.
        RecordHit[] hits = [.. records.Select((record, i) => NearestSignature.Of(query, record, i, profile)).OfType<RecordHit>()];
        return ScanAnswer.Of(query, filter, hits, number => records[number], profile) with { LowestScore = found.LowestScore, Warning = found.Warning };
    }

    private sealed record Found(IReadOnlyCollection<string> Ids, int? LowestScore, string? Warning);
}
