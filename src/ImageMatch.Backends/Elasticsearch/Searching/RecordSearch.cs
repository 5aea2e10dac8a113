using System.Text.Json.Nodes;
using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Searches: by candidates that the cluster chooses, or exactly; either way the distance is the engine's own.</summary>
internal sealed class RecordSearch(StoreIndex index, DocumentReader reader, WindowSearch? windows, SignatureProfile profile, ElasticsearchStoreOptions options)
{
    private readonly CandidateSearch _candidates = new(index, profile);

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
                : windows?.Ask(some, Array.ConvertAll(some, LimitOf), cancellationToken).Select(each => each.Ids).ToArray();
            HashSet<string>[] ids = [.. found.Select((each, k) => each.Ids.Concat(near?[k] ?? []).ToHashSet(StringComparer.Ordinal))];
            IReadOnlyDictionary<string, MatchRecord>[] records = Fetch(some, ids, cancellationToken);
            for (int k = 0; k < places.Length; k++)
                answers[places[k]] = Answer(some[k], filters[places[k]], found[k], ids[k].Where(records[k].ContainsKey).Select(id => records[k][id]));
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
        JsonNode?[] filters = Narrowing(queries, cancellationToken);
        Candidates[] candidates = _candidates.Find(queries, filters, [.. queries.Select(LimitOf)], cancellationToken);
        return
        [
            .. queries.Zip(candidates, (query, found) => new Found(
                found.Ids, found.Pools.Max(pool => pool.LowestScore), RecallWarning.Of(query.DistanceCutoff, found.Pools))),
        ];
    }

    private int? LimitOf(SearchQuery query) => query.CandidateLimit ?? options.CandidateLimit;

    /// <summary>What records must fit to be candidates of each query; null for nothing.</summary>
    private JsonNode?[] Narrowing(SearchQuery[] queries, CancellationToken cancellationToken)
    {
        var fields = new Lazy<FieldList>(() => FieldList.Of(index, cancellationToken));
        return Array.ConvertAll(queries, query =>
        {
            JsonNode?[] conditions = [Queries.Of(query.EngineQuery), query.Filter is null ? null : new FilterTranslator(fields, index.Layout).Narrow(query.Filter)];
            return conditions.Any(condition => condition is not null) ? Queries.All(conditions) : null;
        });
    }

    /// <summary>The records of all queries by id, in as few requests as they take; those of a query in the engine's own language fit it still.</summary>
    private IReadOnlyDictionary<string, MatchRecord>[] Fetch(SearchQuery[] queries, IReadOnlyCollection<string>[] ids, CancellationToken cancellationToken)
    {
        var fetched = new IReadOnlyDictionary<string, MatchRecord>[queries.Length];
        foreach (int[] alike in Enumerable.Range(0, queries.Length).GroupBy(i => queries[i].EngineQuery?.GetRawText(), (_, places) => places.ToArray()))
        {
            string[] asked = [.. alike.SelectMany(i => ids[i]).Distinct(StringComparer.Ordinal)];
            MatchRecord[] present = [.. reader.ById(asked, queries[alike[0]].EngineQuery, cancellationToken).Values.Select(document => document.Record)];
            Dictionary<string, MatchRecord> records =
                (windows?.Attach(asked, present, cancellationToken) ?? present).ToDictionary(record => record.Id, StringComparer.Ordinal);
            foreach (int i in alike)
                fetched[i] = records;
        }

        return fetched;
    }

    private SearchAnswer Answer(SearchQuery query, RecordFilterEvaluator? filter, Found found, IEnumerable<MatchRecord> present)
    {
        string? excluded = query.ExcludedPath is { } path ? RecordKey.ComparedForm(path) : null;
        MatchRecord[] records = [.. present.Where(record => record.Id != query.ExcludedId && (excluded is null || record.Key.ComparedPath != excluded))];
        // Compared once more: a record may have changed since it was found.
        RecordHit[] hits = [.. records.Select((record, i) => NearestSignature.Of(query, record, i, profile)).OfType<RecordHit>()];
        return ScanAnswer.Of(query, filter, hits, number => records[number], profile) with { LowestScore = found.LowestScore, Warning = found.Warning };
    }

    private sealed record Found(IReadOnlyCollection<string> Ids, int? LowestScore, string? Warning);
}
