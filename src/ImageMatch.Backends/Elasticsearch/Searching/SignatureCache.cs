using System.Collections.Concurrent;
using System.Text.Json;
using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// The signatures of one index in this process's memory, for exact searches. It outlives the stores that use it, so that the next search costs what changed;
/// it is shared by all who search that index.
/// </summary>
internal sealed class SignatureCache
{
    private const int PageSize = 5000;

    private static readonly ConcurrentDictionary<string, SignatureCache> Caches = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _ids = [];
    private readonly RecordIndex _signatures = new(hasWindows: false);
    private long[] _checkpoints = [];
    private long _lastNumber;

    /// <summary>The cache of an index.</summary>
    public static SignatureCache Of(string indexId) => Caches.GetOrAdd(indexId, _ => new SignatureCache());

    /// <summary>Scans all signatures of the index as it is now.</summary>
    /// <returns>For each query the ids of what is below its cut-off.</returns>
    public IReadOnlyList<IReadOnlyList<string>> Search(StoreIndex index, IReadOnlyList<RecordScan> queries, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            CatchUp(index, cancellationToken);
            return [.. _signatures.Search(queries, cancellationToken).Select(hits => hits.Select(hit => _ids[hit.Number]).ToList())];
        }
    }

    private void CatchUp(StoreIndex index, CancellationToken cancellationToken)
    {
        ShardPositions positions = index.Positions(cancellationToken);
        if (_checkpoints.Length == 0)
            _checkpoints = [.. positions.Checkpoints.Select(_ => -1L)];

        index.Refresh(cancellationToken);
        for (int shard = 0; shard < _checkpoints.Length; shard++)
        {
            if (positions.Checkpoints[shard] <= _checkpoints[shard])
                continue;
            foreach (JsonElement page in ShardPages.Since(index, shard, _checkpoints[shard], PageSize, withSignatures: true, cancellationToken))
                Take([.. page.EnumerateArray()], new HitSignatures(index), cancellationToken);
            _checkpoints[shard] = positions.Checkpoints[shard];
        }

        // What is gone leaves no trace in the index but its absence.
        if (_numbers.Count > index.Count(null, cancellationToken))
            DropAbsent(index, cancellationToken);
    }

    private void Take(JsonElement[] page, HitSignatures signatures, CancellationToken cancellationToken)
    {
        var taken = new List<IndexedRecord>();
        var without = new List<long>();
        foreach ((JsonElement hit, Signature? signature) in page.Zip(signatures.Read(page, cancellationToken)))
        {
            string id = hit.GetProperty("_id").GetString()!;
            if (!_numbers.TryGetValue(id, out long number))
            {
                number = ++_lastNumber;
                _numbers.Add(id, number);
                _ids.Add(number, id);
            }

            if (signature is not null)
                taken.Add(new IndexedRecord(number, signature, []));
            else
                without.Add(number);
        }

        _signatures.Set(taken);
        _signatures.Remove(without);
    }

    private void DropAbsent(StoreIndex index, CancellationToken cancellationToken)
    {
        var present = new HashSet<string>(_numbers.Count, StringComparer.Ordinal);
        for (int shard = 0; shard < _checkpoints.Length; shard++)
        {
            foreach (JsonElement page in ShardPages.Since(index, shard, -1, 2 * PageSize, withSignatures: false, cancellationToken))
            {
                foreach (JsonElement hit in page.EnumerateArray())
                    present.Add(hit.GetProperty("_id").GetString()!);
            }
        }

        KeyValuePair<string, long>[] absent = [.. _numbers.Where(pair => !present.Contains(pair.Key))];
        _signatures.Remove([.. absent.Select(pair => pair.Value)]);
        foreach ((string id, long number) in absent)
        {
            _numbers.Remove(id);
            _ids.Remove(number);
        }
    }
}
