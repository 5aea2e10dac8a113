using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// The hits of a search in an order of fields, each once, also where many are equal and while others write. Only sequence numbers tell equal hits apart in every
/// index, and only within a shard: shards are read each by itself and merged.
/// </summary>
internal static class OrderedHits
{
    private const string SequenceNumber = "_seq_no";

    /// <summary>Reads the hits.</summary>
    /// <param name="index">The index.</param>
    /// <param name="body">Makes the search, apart from its size and order.</param>
    /// <param name="order">The fields to sort by; none for any order.</param>
    /// <param name="pageSize">How many hits a request asks for.</param>
    /// <param name="cancellationToken">Gives up before a request.</param>
    public static IEnumerable<JsonElement> Read(
        StoreIndex index, Func<JsonObject> body, IReadOnlyList<JsonNode> order, int pageSize, CancellationToken cancellationToken)
    {
        JsonNode[] unique = [.. order, SequenceNumber];
        int shards = index.ShardCount(cancellationToken);
        if (shards == 1)
            return Once(Hits(""));

        // What fits into a page needs one request, however many shards there are.
        JsonElement page = SearchPages.Read(index, body(), unique, pageSize, "", cancellationToken).First();
        return page.GetArrayLength() < pageSize
            ? page.EnumerateArray()
            : Once(Merge([.. Enumerable.Range(0, shards).Select(shard => Hits(ShardPages.Only(shard)))]));

        IEnumerable<SortedHit> Hits(string parameters) =>
            SearchPages.Read(index, body(), unique, pageSize, parameters, cancellationToken).SelectMany(hits => hits.EnumerateArray()).Select(hit => new SortedHit(hit));
    }

    private static IEnumerable<SortedHit> Merge(IReadOnlyList<IEnumerable<SortedHit>> shards)
    {
        var next = new PriorityQueue<IEnumerator<SortedHit>, SortedHit>();
        IEnumerator<SortedHit>[] readers = [.. shards.Select(shard => shard.GetEnumerator())];
        foreach (IEnumerator<SortedHit> reader in readers.Where(reader => reader.MoveNext()))
            next.Enqueue(reader, reader.Current);
        while (next.TryDequeue(out IEnumerator<SortedHit>? reader, out SortedHit? hit))
        {
            yield return hit;
            if (reader.MoveNext())
                next.Enqueue(reader, reader.Current);
        }
    }

    /// <summary>Leaves out what comes again: a document that is written meanwhile moves behind those that are equal to it.</summary>
    private static IEnumerable<JsonElement> Once(IEnumerable<SortedHit> hits)
    {
        var equal = new HashSet<string>(StringComparer.Ordinal);
        SortedHit? last = null;
        foreach (SortedHit hit in hits)
        {
            if (last?.CompareTo(hit) != 0)
                equal.Clear();
            last = hit;
            if (equal.Add(hit.Hit.GetProperty("_id").GetString()!))
                yield return hit.Hit;
        }
    }
}
