using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The records that share the most terms with a query, and how many were left out.</summary>
/// <param name="Ids">Ids of those below the cut-off.</param>
/// <param name="LowestScores">Of each pool the lowest score that still was a candidate, where the number of candidates was limited; null where nothing was left out.</param>
internal sealed record Candidates(IReadOnlyCollection<string> Ids, IReadOnlyList<int?> LowestScores);

/// <summary>Lets the cluster choose by terms what is worth comparing. Nothing is fetched but signatures.</summary>
internal sealed class CandidateSearch(StoreIndex index, SignatureProfile profile, IReadOnlyList<CandidatePool> pools, int shards)
{
    /// <summary>Bounds the searches times shards of a request.</summary>
    private const int MaxShardSearches = 256;

    private static readonly byte[] Header = """{"allow_partial_search_results":false}"""u8.ToArray();

    private readonly HitSignatures _signatures = new(index);

    /// <summary>Whether the index holds windows, of which the best of each record is a candidate.</summary>
    public bool OfWindows { get; init; }

    /// <summary>Finds the candidates of each query.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="filters">What records must fit, of each query; null for nothing.</param>
    /// <param name="limits">How many candidates of each pool each signature of a query may have.</param>
    public Candidates[] Find(IReadOnlyList<SearchQuery> queries, IReadOnlyList<JsonNode?> filters, IReadOnlyList<int[]> limits, CancellationToken cancellationToken)
    {
        var asked = new List<Asked>();
        for (int i = 0; i < queries.Count; i++)
        {
            // A featureless picture has no terms that would tell it from others.
            foreach (Signature signature in queries[i].Signatures.Select(each => each.Signature).Where(signature => !signature.IsFeatureless).Distinct())
                asked.AddRange(pools.Select((pool, k) => new Asked(i, k, limits[i][k], Body(pool, signature, filters[i], limits[i][k]))));
        }

        var ids = queries.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        var lowest = queries.Select(_ => new int?[pools.Count]).ToArray();
        foreach (Asked[] some in asked.Chunk(Math.Max(1, MaxShardSearches / shards)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = new List<(int Query, JsonElement Hit)>();
            foreach ((Asked each, JsonElement response) in some.Zip(index.MultiSearch(Lines(some.Select(each => each.Body)), cancellationToken).EnumerateArray()))
            {
                EngineErrors.CheckWhole(response);
                JsonElement hits = response.GetProperty("hits").GetProperty("hits");
                found.AddRange(hits.EnumerateArray().Select(hit => (each.Query, hit)));
                if (hits.GetArrayLength() == each.Limit && each.Limit > 0)
                    lowest[each.Query][each.Pool] = Math.Max(lowest[each.Query][each.Pool] ?? 0, (int)hits[each.Limit - 1].GetProperty("_score").GetDouble());
            }

            Signature?[] signatures = _signatures.Read([.. found.Select(each => each.Hit)], cancellationToken);
            foreach (((int query, JsonElement hit), Signature? signature) in found.Zip(signatures))
            {
                if (signature is not null && NearestSignature.Of(queries[query], signature, OfWindows ? 1 : 0, 0, profile) is not null)
                    ids[query].Add(RecordOf(hit));
            }
        }

        return [.. queries.Select((_, i) => new Candidates(ids[i], lowest[i]))];
    }

    private string RecordOf(JsonElement hit) =>
        OfWindows ? hit.GetProperty("fields").GetProperty(WindowDocument.RecordField)[0].GetString()! : hit.GetProperty("_id").GetString()!;

    private string Body(CandidatePool pool, Signature signature, JsonNode? filter, int limit)
    {
        var query = new JsonObject
        {
            ["should"] = new JsonArray([.. pool.Terms(signature)]),
            // With a filter alone a record would be a candidate that shares no term.
            ["minimum_should_match"] = 1,
        };
        if (filter is not null)
            query["filter"] = filter.DeepClone();
        if (pool.Excluded is { } excluded)
            query["must_not"] = excluded.DeepClone();
        var body = new JsonObject
        {
            ["size"] = limit,
            ["track_total_hits"] = false,
            ["query"] = new JsonObject { ["bool"] = query },
        };
        if (OfWindows)
            body["collapse"] = new JsonObject { ["field"] = WindowDocument.RecordField };
        HitSignatures.Ask(body, index.Layout);
        return body.ToJsonString();
    }

    private static ReadOnlyMemory<byte> Lines(IEnumerable<string> bodies)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (string body in bodies)
        {
            lines.Write(Header);
            lines.Write("\n"u8);
            lines.Write(Encoding.UTF8.GetBytes(body));
            lines.Write("\n"u8);
        }

        return lines.WrittenMemory;
    }

    private sealed record Asked(int Query, int Pool, int Limit, string Body);
}
