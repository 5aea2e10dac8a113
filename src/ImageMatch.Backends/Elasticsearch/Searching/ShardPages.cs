using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The documents of a shard in the order of their last changes, page by page.</summary>
internal static class ShardPages
{
    /// <summary>Pages of hits with the id and, if wanted, the packed signature, of what changed after a sequence number and was not removed.</summary>
    public static IEnumerable<JsonElement> Since(StoreIndex index, int shard, long after, int pageSize, bool withSignatures, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var body = new JsonObject
            {
                ["size"] = pageSize,
                ["track_total_hits"] = false,
                ["query"] = Queries.Range("_seq_no", "gt", after),
                ["sort"] = new JsonArray("_seq_no"),
            };
            if (withSignatures)
                HitSignatures.Ask(body, index.Layout);
            else
                body["_source"] = false;

            JsonElement hits = index.Search(body, $"&preference=_shards:{shard}", cancellationToken);
            yield return hits;
            if (hits.GetArrayLength() < pageSize)
                yield break;
            after = hits[pageSize - 1].GetProperty("sort")[0].GetInt64();
        }
    }
}
