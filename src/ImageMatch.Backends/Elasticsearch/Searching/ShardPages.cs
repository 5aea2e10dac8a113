using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The documents of a shard in the order of their last changes, page by page.</summary>
internal static class ShardPages
{
    /// <summary>The parameter that has a search look at a shard alone.</summary>
    public static string Only(int shard) => string.Create(CultureInfo.InvariantCulture, $"&preference=_shards:{shard}");

    /// <summary>Pages of hits with the id and, if wanted, the packed signature, of what changed after a sequence number and was not removed.</summary>
    public static IEnumerable<JsonElement> Since(StoreIndex index, int shard, long after, int pageSize, bool withSignatures, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["query"] = Queries.Range("_seq_no", "gt", after) };
        if (withSignatures)
            HitSignatures.Ask(body, index.Layout);
        else
            body["_source"] = false;
        return SearchPages.Read(index, body, ["_seq_no"], pageSize, Only(shard), cancellationToken);
    }
}
