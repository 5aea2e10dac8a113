using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// What changed since a position, by the sequence numbers of the shards. A removal leaves a number and nothing else; so where the numbers used since are more
/// than the records found, something may be gone, and the reader has to begin anew.
/// </summary>
internal static class IndexChanges
{
    private const int PageSize = 10_000;

    public static StoreChanges Since(StoreIndex index, StorePosition position, CancellationToken cancellationToken)
    {
        ShardPositions now = index.Positions(cancellationToken);
        index.Refresh(cancellationToken);
        if (position == default)
            return new StoreChanges(now.ToPosition(), IsComplete: true, Changed(index, Start(now), cancellationToken), []);

        if (now.PastOf(position) is { } past)
        {
            List<string> changed = Changed(index, past, cancellationToken);
            if (changed.Count >= now.ToPosition().Sequence - position.Sequence)
                return new StoreChanges(now.ToPosition(), IsComplete: true, changed, []);
        }

        return new StoreChanges(now.ToPosition(), IsComplete: false, Changed(index, Start(now), cancellationToken), []);
    }

    private static long[] Start(ShardPositions now) => [.. now.Shards.Select(_ => -1L)];

    private static List<string> Changed(StoreIndex index, long[] past, CancellationToken cancellationToken) =>
    [
        .. past.SelectMany((after, shard) => ShardPages.Since(index, shard, after, PageSize, withSignatures: false, cancellationToken))
            .SelectMany(page => page.EnumerateArray())
            .Select(hit => hit.GetProperty("_id").GetString()!),
    ];
}
