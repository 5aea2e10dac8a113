using System.Text;
using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The signatures of an index as far as they were read, and what tells how it has changed since.</summary>
/// <param name="historyId">The history that the sequence numbers belong to.</param>
/// <param name="shards">How many shards the index has.</param>
internal sealed class CachedIndex(string historyId, int shards)
{
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, CachedDocument> _documents = [];

    /// <summary>No number is given twice, so that a hit of a scan is never taken for another document.</summary>
    private long _lastNumber;

    public string HistoryId => historyId;

    /// <summary>Of each shard the number up to which everything was read.</summary>
    public long[] Checkpoints { get; } = [.. Enumerable.Repeat(-1L, shards)];

    public RecordIndex Signatures { get; } = new(hasWindows: false);

    /// <summary>How many documents there are, with a signature or without.</summary>
    public int Count => _documents.Count;

    public IEnumerable<CachedDocument> Documents => _documents.Values;

    /// <summary>Whether an index has come by here.</summary>
    public bool IsPastOf(ShardPositions positions) =>
        historyId == positions.HistoryId && Checkpoints.Zip(positions.Shards).All(pair => pair.First <= pair.Second.Checkpoint);

    /// <summary>Whether all that an index has come by is here.</summary>
    public bool HasAll(ShardPositions positions) => Checkpoints.Zip(positions.Shards).All(pair => pair.First == pair.Second.Last);

    /// <summary>The document of a number; null where it is gone.</summary>
    public string? IdOf(long number) => _documents.TryGetValue(number, out CachedDocument document) ? document.Id : null;

    /// <summary>Takes documents as they are now; those without a signature match nothing.</summary>
    public void Set(IReadOnlyList<(CachedDocument Document, Signature? Signature)> documents)
    {
        var signed = new List<IndexedRecord>();
        var unsigned = new List<long>();
        foreach ((CachedDocument document, Signature? signature) in documents)
        {
            if (!_numbers.TryGetValue(document.Id, out long number))
                _numbers.Add(document.Id, number = ++_lastNumber);
            _documents[number] = document;
            if (signature is not null)
                signed.Add(new IndexedRecord(number, signature, []));
            else
                unsigned.Add(number);
        }

        Signatures.Set(signed);
        Signatures.Remove(unsigned);
    }

    /// <summary>Takes documents out.</summary>
    public void Remove(IEnumerable<string> ids)
    {
        var numbers = new List<long>();
        foreach (string id in ids)
        {
            if (!_numbers.Remove(id, out long number))
                continue;
            _documents.Remove(number);
            numbers.Add(number);
        }

        Signatures.Remove(numbers);
    }

    /// <summary>What is known now, to be disposed of: later changes do not show in it.</summary>
    public CachedSnapshot Acquire() => new(historyId, [.. Checkpoints], _lastNumber, [.. _documents], Signatures.Acquire());

    /// <summary>Reads what <see cref="CachedSnapshot.Save"/> wrote into an index that is empty.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else, or was written by another version.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too soon.</exception>
    public void Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        for (int shard = 0; shard < Checkpoints.Length; shard++)
            Checkpoints[shard] = reader.ReadInt64();
        _lastNumber = reader.ReadInt64();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            long number = reader.ReadInt64();
            var document = new CachedDocument(reader.ReadString(), reader.ReadInt32(), reader.ReadInt64());
            _numbers[document.Id] = number;
            _documents[number] = document;
        }

        Signatures.Load(stream);
    }
}
