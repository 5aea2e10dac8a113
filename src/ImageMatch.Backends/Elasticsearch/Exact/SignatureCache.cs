using System.Text.Json;
using ImageMatch.Backends.Caching;
using ImageMatch.Scanning;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// The signatures of one index in this process's memory, for exact searches: begun from a file of this user's, brought up to date by sequence numbers, so that a
/// search costs what changed. It is shared by all who search that index.
/// </summary>
internal sealed class SignatureCache
{
    private const int PageSize = 5000;
    private const int MaxAttempts = 5;

    /// <summary>The file is written again when this part of the documents changed.</summary>
    private const int KeptPart = 16;

    private static readonly SharedValues<string, SignatureCache> InUse = new(TimeSpan.FromMinutes(1), cache => cache.Clear());

    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private CachedIndex? _cached;

    /// <summary>Documents read and gone, and as many of them as the file knows.</summary>
    private (long Taken, long Kept) _changes;

    /// <summary>Scans all signatures of an index as it is now.</summary>
    /// <returns>For each query the ids of what is below its cut-off.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Search(
        StoreIndex index, ElasticsearchStoreOptions options, IReadOnlyList<RecordScan> queries, CancellationToken cancellationToken)
    {
        string key = $"{index.Client.Address}{index.Name}";
        SignatureCache cache = InUse.Acquire(key, () => new SignatureCache());
        try
        {
            IReadOnlyList<IReadOnlyList<string>> ids = cache.Search(index, queries, options, cancellationToken);
            cache.Keep(options, cancellationToken);
            return ids;
        }
        finally
        {
            InUse.Release(key);
        }
    }

    private IReadOnlyList<IReadOnlyList<string>> Search(
        StoreIndex index, IReadOnlyList<RecordScan> queries, ElasticsearchStoreOptions options, CancellationToken cancellationToken)
    {
        CachedIndex cached;
        RecordSnapshot signatures;
        lock (_gate)
        {
            cached = CatchUp(index, options, cancellationToken);
            signatures = cached.Signatures.Acquire();
        }

        using (signatures)
        {
            IReadOnlyList<IReadOnlyList<RecordHit>> found = signatures.Search(queries, cancellationToken);
            lock (_gate)
                return [.. found.Select(hits => hits.Select(hit => cached.IdOf(hit.Number)).OfType<string>().ToList())];
        }
    }

    private CachedIndex CatchUp(StoreIndex index, ElasticsearchStoreOptions options, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            ShardPositions positions = index.Positions(cancellationToken);
            CachedIndex cached = Begin(positions, options);
            if (cached.HasAll(positions))
                return cached;

            index.Refresh(cancellationToken);
            for (int shard = 0; shard < positions.Shards.Count; shard++)
            {
                if (cached.Checkpoints[shard] < positions.Shards[shard].Last)
                    ReadChanges(cached, shard, index, options, cancellationToken);
                cached.Checkpoints[shard] = positions.Shards[shard].Checkpoint;
            }

            if (cached.Count <= index.Count(null, cancellationToken) || attempt == MaxAttempts)
                return cached;
            IReadOnlyList<string> absent = AbsentDocuments.Find(index, cached, options.DocumentsRead, cancellationToken);
            cached.Remove(absent);
            _changes.Taken += absent.Count;
            // Once more: what was written again in this moment is not absent, but elsewhere.
        }
    }

    /// <summary>What is known of an index; nothing where it is not what it was.</summary>
    private CachedIndex Begin(ShardPositions positions, ElasticsearchStoreOptions options)
    {
        if (_cached?.IsPastOf(positions) == true)
            return _cached;
        _cached?.Signatures.Clear();
        _changes = default;
        return _cached = CacheFile.TryRead(options.CacheFolder, positions) ?? new CachedIndex(positions.HistoryId, positions.Shards.Count);
    }

    private void ReadChanges(CachedIndex cached, int shard, StoreIndex index, ElasticsearchStoreOptions options, CancellationToken cancellationToken)
    {
        var signatures = new HitSignatures(index);
        foreach (JsonElement page in ShardPages.Since(index, shard, cached.Checkpoints[shard], PageSize, withSignatures: true, cancellationToken))
        {
            JsonElement[] hits = [.. page.EnumerateArray()];
            cached.Set([.. hits.Zip(signatures.Read(hits, cancellationToken), (hit, signature) => (ToDocument(hit, shard), signature))]);
            _changes.Taken += hits.Length;
            options.DocumentsRead?.Invoke(hits.Length);
        }
    }

    private static CachedDocument ToDocument(JsonElement hit, int shard) => new(hit.GetProperty("_id").GetString()!, shard, hit.GetProperty("sort")[0].GetInt64());

    /// <summary>Writes the file where that saves the next process much work.</summary>
    private void Keep(ElasticsearchStoreOptions options, CancellationToken cancellationToken)
    {
        // Whoever is writing writes for all.
        if (!_writing.TryEnter())
            return;
        try
        {
            if (ToKeep(options.LeastKept) is not var (snapshot, changes))
                return;
            using (snapshot)
                CacheFile.Write(options.CacheFolder, snapshot, cancellationToken);
            lock (_gate)
                _changes.Kept = changes;
        }
        finally
        {
            _writing.Exit();
        }
    }

    /// <summary>What the file is to hold; null where it is not worth writing.</summary>
    private (CachedSnapshot Snapshot, long Changes)? ToKeep(int least)
    {
        lock (_gate)
            return _cached is not null && _changes.Taken - _changes.Kept >= Math.Max(least, _cached.Count / KeptPart) ? (_cached.Acquire(), _changes.Taken) : null;
    }

    /// <summary>Gives the memory back.</summary>
    private void Clear()
    {
        lock (_gate)
        {
            _cached?.Signatures.Clear();
            _cached = null;
        }
    }
}
