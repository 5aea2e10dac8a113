using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Lets the cluster choose by terms what is worth comparing. Nothing is fetched but signatures.</summary>
internal sealed class CandidateSearch(StoreIndex index, SignatureProfile profile)
{
    /// <summary>Bounds the searches times shards of a request.</summary>
    private const int MaxShardSearches = 256;

    private const int MaxCandidates = 10_000;

    private static readonly byte[] Header = """{"allow_partial_search_results":false}"""u8.ToArray();

    private readonly HitSignatures _signatures = new(index);
    private readonly IReadOnlyList<CandidatePool> _pools = CandidatePool.Of(index.Layout, profile.Options);

    /// <summary>How many records each pool has. Every request counts along, so that the next need not ask.</summary>
    private long[] _records = [];
    private int _shards = 1;

    /// <summary>Whether the index holds windows, of which the best of each record is a candidate.</summary>
    public bool OfWindows { get; init; }

    /// <summary>Finds the candidates of each query.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="filters">What records must fit, of each query; null for nothing.</param>
    /// <param name="passedOver">Ids of records that are no candidates, of each query.</param>
    /// <param name="limits">How many candidates of each pool each signature of a query may have; null for the pool's own choice.</param>
    /// <exception cref="StoreException">More candidates were asked for than a search can give.</exception>
    public Candidates[] Find(
        IReadOnlyList<SearchQuery> queries,
        IReadOnlyList<JsonNode?> filters,
        IReadOnlyList<IReadOnlyCollection<string>> passedOver,
        IReadOnlyList<int?> limits,
        CancellationToken cancellationToken)
    {
        if (limits.FirstOrDefault(limit => limit is < 1 or > MaxCandidates) is { } refused)
            throw new StoreException(StoreError.QueryRefused, $"{refused} candidates were asked for; ask for 1 to {MaxCandidates}, or for an exact search.");
        if (_records.All(count => count == 0))
            Send([], cancellationToken);

        Candidates[] found = [.. queries.Select(_ => new Candidates())];
        var open = Enumerable.Range(0, _pools.Count).ToHashSet();
        while (open.Where(pool => _records[pool] > 0).ToArray() is { Length: > 0 } pools)
        {
            open.ExceptWith(pools);
            Asked[] asked = [.. pools.SelectMany(pool => queries.SelectMany((query, i) => ToAsk(pool, query, filters[i], passedOver[i], limits[i], found[i])))];
            foreach (Asked[] some in asked.Chunk(Math.Max(1, MaxShardSearches / _shards)))
                Take(some, Send(some, cancellationToken), cancellationToken);
        }

        return found;
    }

    private IEnumerable<Asked> ToAsk(int pool, SearchQuery query, JsonNode? filter, IReadOnlyCollection<string> passedOver, int? limit, Candidates found)
    {
        int size = limit ?? _pools[pool].DefaultLimit(_records[pool]);
        var searched = new SearchedPool(_pools[pool].Recall, size, OfWindows);
        found.Pools.Add(searched);
        // A featureless picture has no terms that would tell it from others.
        Signature[] signatures = [.. query.Signatures.Select(each => each.Signature).Where(signature => !signature.IsFeatureless).Distinct()];
        return _pools[pool].ToQueries(signatures).Select(terms => new Asked(query, found, searched, pool, Body(_pools[pool], terms, filter, passedOver, size)));
    }

    private string Body(CandidatePool pool, JsonNode terms, JsonNode? filter, IReadOnlyCollection<string> passedOver, int size)
    {
        // A filter beside the terms: it must add no record that shares none.
        var query = new JsonObject { ["must"] = terms };
        if (filter is not null)
            query["filter"] = filter.DeepClone();
        JsonNode?[] left = [pool.Excluded?.DeepClone(), passedOver.Count == 0 ? null : OfRecords(passedOver)];
        if (left.Any(each => each is not null))
            query["must_not"] = new JsonArray([.. left.OfType<JsonNode>()]);
        var body = new JsonObject
        {
            ["size"] = size,
            ["track_total_hits"] = false,
            ["query"] = new JsonObject { ["bool"] = query },
        };
        if (OfWindows)
            body["collapse"] = new JsonObject { ["field"] = WindowDocument.RecordField };
        HitSignatures.Ask(body, index.Layout);
        return body.ToJsonString();
    }

    /// <summary>Sends searches, and counts the pools along.</summary>
    /// <returns>The answers to the searches.</returns>
    private JsonElement[] Send(IEnumerable<Asked> searches, CancellationToken cancellationToken)
    {
        IEnumerable<string> counts = _pools.Select(pool =>
            new JsonObject { ["size"] = 0, ["track_total_hits"] = true, ["query"] = pool.Members.DeepClone() }.ToJsonString());
        JsonElement[] responses = [.. index.MultiSearch(Lines([.. counts, .. searches.Select(each => each.Body)]), cancellationToken).EnumerateArray()];
        Array.ForEach(responses, EngineErrors.CheckWhole);
        _shards = responses[0].GetProperty("_shards").GetProperty("total").GetInt32();
        _records = [.. responses.Take(_pools.Count).Select(response => response.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64())];
        return responses[_pools.Count..];
    }

    private void Take(Asked[] searches, JsonElement[] responses, CancellationToken cancellationToken)
    {
        var found = new List<(Asked Search, JsonElement Hit, bool IsLast)>();
        foreach ((Asked search, JsonElement response) in searches.Zip(responses))
        {
            JsonElement hits = response.GetProperty("hits").GetProperty("hits");
            found.AddRange(hits.EnumerateArray().Select((hit, place) => (search, hit, place == search.Pool.Limit - 1)));
            search.Pool.Records = _records[search.PoolNumber];
            if (hits.GetArrayLength() == search.Pool.Limit)
                search.Pool.LeftOut((int)hits[search.Pool.Limit - 1].GetProperty("_score").GetDouble());
        }

        Signature?[] signatures = _signatures.Read([.. found.Select(each => each.Hit)], cancellationToken);
        foreach (((Asked search, JsonElement hit, bool isLast), Signature? signature) in found.Zip(signatures))
        {
            if (signature is null || NearestSignature.Of(search.Query, signature, OfWindows ? 1 : 0, 0, profile) is null)
                continue;
            search.Found.Ids.Add(RecordOf(hit));
            search.Pool.IsCrowded |= isLast;
        }
    }

    private string RecordOf(JsonElement hit) =>
        OfWindows ? hit.GetProperty("fields").GetProperty(WindowDocument.RecordField)[0].GetString()! : hit.GetProperty("_id").GetString()!;

    private JsonNode OfRecords(IReadOnlyCollection<string> ids) => OfWindows ? Queries.AnyTerm(WindowDocument.RecordField, ids) : Queries.Ids(ids);

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

    private sealed record Asked(SearchQuery Query, Candidates Found, SearchedPool Pool, int PoolNumber, string Body);
}
