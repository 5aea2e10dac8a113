using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Finds the documents that were read and are gone. A removal leaves no trace in an index but the absence: the index counts ranges of sequence numbers, and only
/// ranges that hold less than was read there are looked into.
/// </summary>
internal static class AbsentDocuments
{
    /// <summary>Numbers in a range, at least.</summary>
    private const int LeastWidth = 1024;

    /// <summary>Few enough for one answer.</summary>
    private const int MaxRanges = 8192;

    private const int RangesAtOnce = 200;
    private const int PageSize = 10_000;

    /// <summary>The ids of what is gone, or was written again and has another number now.</summary>
    /// <param name="index">The index, made searchable as it is.</param>
    /// <param name="cached">What was read, which is all up to its checkpoints.</param>
    /// <param name="read">Told how many documents are read; null for nobody.</param>
    /// <param name="cancellationToken">Gives up between two requests.</param>
    public static IReadOnlyList<string> Find(StoreIndex index, CachedIndex cached, Action<int>? read, CancellationToken cancellationToken)
    {
        long[] widths = Array.ConvertAll(cached.Checkpoints, checkpoint => Math.Max(LeastWidth, (checkpoint / MaxRanges) + 1));
        var missing = new Dictionary<(int Shard, long Range), long>();
        foreach (CachedDocument document in Settled(cached))
        {
            (int, long) range = RangeOf(document, widths);
            missing[range] = missing.GetValueOrDefault(range) + 1;
        }

        for (int shard = 0; shard < widths.Length; shard++)
        {
            foreach ((long range, long count) in Counts(index, shard, widths[shard], cached.Checkpoints[shard], cancellationToken))
                missing[(shard, range)] = missing.GetValueOrDefault((shard, range)) - count;
        }

        HashSet<(int Shard, long Range)> poorer = [.. missing.Where(pair => pair.Value > 0).Select(pair => pair.Key)];
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (IGrouping<int, (int Shard, long Range)> ofShard in poorer.GroupBy(range => range.Shard))
        {
            foreach (JsonElement page in Pages(index, ofShard.Key, widths[ofShard.Key], ofShard.Select(range => range.Range), cancellationToken))
            {
                read?.Invoke(page.GetArrayLength());
                present.UnionWith(page.EnumerateArray().Select(hit => hit.GetProperty("_id").GetString()!));
            }
        }

        return [.. Settled(cached).Where(document => poorer.Contains(RangeOf(document, widths)) && !present.Contains(document.Id)).Select(document => document.Id)];
    }

    private static IEnumerable<CachedDocument> Settled(CachedIndex cached) =>
        cached.Documents.Where(document => document.SequenceNumber <= cached.Checkpoints[document.Shard]);

    private static (int Shard, long Range) RangeOf(CachedDocument document, long[] widths) => (document.Shard, document.SequenceNumber / widths[document.Shard]);

    private static IEnumerable<(long Range, long Count)> Counts(StoreIndex index, int shard, long width, long checkpoint, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["size"] = 0,
            ["track_total_hits"] = false,
            ["query"] = Queries.Range("_seq_no", "lte", checkpoint),
            ["aggs"] = new JsonObject
            {
                ["ranges"] = new JsonObject { ["histogram"] = new JsonObject { ["field"] = "_seq_no", ["interval"] = width, ["min_doc_count"] = 1 } },
            },
        };
        return index.Aggregate(body, ShardPages.Only(shard), cancellationToken).GetProperty("ranges").GetProperty("buckets").EnumerateArray()
            .Select(bucket => ((long)bucket.GetProperty("key").GetDouble() / width, bucket.GetProperty("doc_count").GetInt64()));
    }

    private static IEnumerable<JsonElement> Pages(StoreIndex index, int shard, long width, IEnumerable<long> ranges, CancellationToken cancellationToken) =>
        ranges.Chunk(RangesAtOnce).SelectMany(some => SearchPages.Read(
            index,
            new JsonObject { ["_source"] = false, ["query"] = Queries.Any([.. some.Select(range => Between(range * width, (range + 1) * width))]) },
            ["_seq_no"],
            PageSize,
            ShardPages.Only(shard),
            cancellationToken));

    private static JsonNode Between(long first, long end) => Queries.All([Queries.Range("_seq_no", "gte", first), Queries.Range("_seq_no", "lt", end)]);
}
