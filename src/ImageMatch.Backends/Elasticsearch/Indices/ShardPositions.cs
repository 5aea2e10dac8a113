using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>How far an index has come.</summary>
/// <param name="HistoryId">What tells this index from one of the same name made later, and from itself where a shard was restored and its numbers are given anew.</param>
/// <param name="Shards">How far each shard has come.</param>
internal sealed record ShardPositions(string HistoryId, IReadOnlyList<ShardPosition> Shards)
{
    private const int HistoryBytes = 16;

    /// <summary>The positions of an index.</summary>
    /// <param name="uuid">The engine's id of the index.</param>
    /// <param name="histories">The engine's id of each shard's history.</param>
    /// <param name="shards">How far each shard has come.</param>
    public static ShardPositions Of(string uuid, IEnumerable<string> histories, IReadOnlyList<ShardPosition> shards)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', histories.Prepend(uuid))));
        return new ShardPositions(Base64Url.EncodeToString(hash.AsSpan(0, HistoryBytes)), shards);
    }

    /// <summary>The position as callers keep it.</summary>
    public StorePosition ToPosition() =>
        new(Shards.Sum(shard => shard.Checkpoint + 1), $"{HistoryId}/{string.Join(',', Shards.Select(shard => shard.Checkpoint))}");

    /// <summary>The checkpoints that a position stands for; null where it is not of this index's past.</summary>
    public long[]? PastOf(StorePosition position)
    {
        string[] parts = position.Token?.Split('/') ?? [];
        if (parts.Length != 2 || parts[0] != HistoryId)
            return null;

        string[] numbers = parts[1].Split(',');
        long[] past = new long[Shards.Count];
        for (int i = 0; i < past.Length; i++)
        {
            if (numbers.Length != past.Length || !long.TryParse(numbers[i], CultureInfo.InvariantCulture, out past[i]) || past[i] > Shards[i].Checkpoint)
                return null;
        }

        return past.Sum(number => number + 1) == position.Sequence ? past : null;
    }
}

/// <summary>How far a shard has come, in the sequence numbers of its changes; -1 where there are none.</summary>
/// <param name="Checkpoint">Every change up to here is on all copies of the shard.</param>
/// <param name="Last">The last change, which may be on its way to other copies.</param>
internal readonly record struct ShardPosition(long Checkpoint, long Last);
