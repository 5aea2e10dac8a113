using System.Globalization;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>How far an index has come: of each shard the number up to which every change is on all of its copies.</summary>
/// <param name="IndexId">What tells this index from one of the same name made later.</param>
/// <param name="Checkpoints">The numbers; -1 for a shard without changes.</param>
internal sealed record ShardPositions(string IndexId, IReadOnlyList<long> Checkpoints)
{
    /// <summary>The position as callers keep it.</summary>
    public StorePosition ToPosition() => new(Checkpoints.Sum(number => number + 1), $"{IndexId}/{string.Join(',', Checkpoints)}");

    /// <summary>The numbers that a position stands for; null where it is not of this index's past.</summary>
    public long[]? PastOf(StorePosition position)
    {
        string[] parts = position.Token?.Split('/') ?? [];
        if (parts.Length != 2 || parts[0] != IndexId)
            return null;

        string[] numbers = parts[1].Split(',');
        long[] past = new long[Checkpoints.Count];
        for (int i = 0; i < past.Length; i++)
        {
            if (numbers.Length != past.Length || !long.TryParse(numbers[i], CultureInfo.InvariantCulture, out past[i]) || past[i] > Checkpoints[i])
                return null;
        }

        return past.Sum(number => number + 1) == position.Sequence ? past : null;
    }
}
