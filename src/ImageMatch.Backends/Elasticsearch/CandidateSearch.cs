using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The records that share the most terms with a query, and how many were left out.</summary>
/// <param name="Ids">Ids of those below the cut-off.</param>
/// <param name="LowestScore">The lowest score that still was a candidate, where the number of candidates was limited; null where nothing was left out.</param>
internal sealed record Candidates(IReadOnlyCollection<string> Ids, int? LowestScore);

/// <summary>Lets the cluster choose by terms what is worth comparing. Nothing is fetched but packed signatures.</summary>
internal sealed class CandidateSearch(StoreIndex index, SignatureProfile profile, int shards)
{
    /// <summary>Bounds the searches times shards of a request.</summary>
    private const int MaxShardSearches = 256;

    private static readonly byte[] Header = """{"allow_partial_search_results":false}"""u8.ToArray();

    /// <summary>Finds the candidates of each query.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="filters">What records must fit, of each query; null for nothing.</param>
    /// <param name="limits">How many candidates each signature of a query may have.</param>
    public Candidates[] Find(IReadOnlyList<SearchQuery> queries, IReadOnlyList<JsonNode?> filters, IReadOnlyList<int> limits, CancellationToken cancellationToken)
    {
        var asked = new List<(int Query, string Body)>();
        for (int i = 0; i < queries.Count; i++)
        {
            foreach (string[] terms in Terms(queries[i]))
                asked.Add((i, Body(terms, filters[i], limits[i])));
        }

        var ids = queries.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        var lowest = new int?[queries.Count];
        foreach ((int Query, string Body)[] some in asked.Chunk(Math.Max(1, MaxShardSearches / shards)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            JsonElement responses = index.MultiSearch(Lines(some.Select(each => each.Body)), cancellationToken);
            for (int k = 0; k < some.Length; k++)
            {
                int i = some[k].Query;
                EngineErrors.CheckWhole(responses[k]);
                JsonElement hits = responses[k].GetProperty("hits").GetProperty("hits");
                Take(hits, queries[i], ids[i]);
                if (hits.GetArrayLength() == limits[i] && limits[i] > 0)
                    lowest[i] = Math.Max(lowest[i] ?? 0, (int)hits[limits[i] - 1].GetProperty("_score").GetDouble());
            }
        }

        return [.. queries.Select((_, i) => new Candidates(ids[i], lowest[i]))];
    }

    private static void Take(JsonElement hits, SearchQuery query, HashSet<string> ids)
    {
        foreach (JsonElement hit in hits.EnumerateArray())
        {
            if (RecordDocument.ReadSignature(hit) is { } signature && NearestSignature.Of(query, signature, 0) is not null)
                ids.Add(hit.GetProperty("_id").GetString()!);
        }
    }

    private static string Body(string[] terms, JsonNode? filter, int limit)
    {
        var query = new JsonObject
        {
            ["should"] = new JsonArray([.. terms.Select(term => Queries.Term("codes", term))]),
            // With a filter alone a record would be a candidate that shares no term.
            ["minimum_should_match"] = 1,
        };
        if (filter is not null)
            query["filter"] = filter.DeepClone();
        return new JsonObject
        {
            ["size"] = limit,
            ["track_total_hits"] = false,
            ["_source"] = false,
            ["docvalue_fields"] = new JsonArray("packed"),
            ["query"] = new JsonObject { ["bool"] = query },
        }.ToJsonString();
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

    /// <summary>The terms of each signature asked for; a featureless one has none.</summary>
    private IEnumerable<string[]> Terms(SearchQuery query)
    {
        var seen = new HashSet<Signature>();
        foreach (OrientedSignature asked in query.Signatures)
        {
            if (seen.Add(asked.Signature) && SearchTerms.Asked(asked.Signature, profile.Options).ToArray() is { Length: > 0 } terms)
                yield return terms;
        }
    }
}
