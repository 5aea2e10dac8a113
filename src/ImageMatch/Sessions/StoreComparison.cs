using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>Tells whether a copy of a store is equal to it: the number of records, every record, and what searches for some of them find.</summary>
/// <param name="source">The store.</param>
/// <param name="copy">Its copy.</param>
/// <param name="filter">Which records were copied; null for all. With a filter the copy may hold others too.</param>
public sealed class StoreComparison(ISignatureStore source, ISignatureStore copy, RecordFilter? filter = null)
{
    private const int BatchSize = 500;
    private const int Searches = 20;
    private const int MaxDifferences = 10;

    private readonly List<string> _differences = [];

    /// <summary>Compares the stores.</summary>
    /// <param name="compared">Told after each batch how many records have been compared; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What differs, in a sentence each: none where they are equal, the first few where they are not.</returns>
    /// <exception cref="StoreException">A store does not answer.</exception>
    public IReadOnlyList<string> Compare(Action<long>? compared = null, CancellationToken cancellationToken = default)
    {
        _differences.Clear();
        long? count = source.Describe(cancellationToken).Count;
        long? copied = copy.Describe(cancellationToken).Count;
        if (filter is null && count != copied)
            Note($"It holds {copied} records; the source holds {count}.");

        long done = 0;
        foreach (MatchRecord[] batch in source.Get(new RecordQuery { Filter = filter, WithWindows = true }, cancellationToken).Chunk(BatchSize))
        {
            var same = new RecordQuery { Ids = Array.ConvertAll(batch, record => record.Id), WithWindows = true };
            Dictionary<string, MatchRecord> present = copy.Get(same, cancellationToken).ToDictionary(record => record.Id, StringComparer.Ordinal);
            foreach (MatchRecord record in batch)
            {
                Compare(record, present.GetValueOrDefault(record.Id));
                if (done++ % Math.Max(1, (count ?? 0) / Searches) == 0)
                    CompareSearch(record, cancellationToken);
            }

            compared?.Invoke(done);
            if (_differences.Count == MaxDifferences)
                break;
        }

        foreach (MatchDecision decision in copy.Decisions.Newer(source.Decisions.Get(cancellationToken), cancellationToken))
            Note($"It lacks the decision {decision}.");
        return _differences;
    }

    private void Compare(MatchRecord record, MatchRecord? present)
    {
        string? differs =
            present is null ? "is not there"
            : present.Key.Path != record.Key.Path || present.Key != record.Key ? $"has the path {present.Key.Path}"
            : !present.Signature.Equals(record.Signature) ? "has another signature"
            : !present.Windows.SequenceEqual(record.Windows) ? "has other windows"
            : present.Facts != record.Facts ? "has other facts of the file"
            : present.Signer != record.Signer ? "has another signer"
            : present.Added != record.Added ? "was added at another time"
            : present.LastSigned != record.LastSigned ? "was signed at another time"
            : !AreEqual(present.Metadata, record.Metadata) ? "has other metadata"
            : null;
        if (differs is not null)
            Note($"The record {record.Id} of {record.Key.Path} {differs}.");
    }

    private static bool AreEqual(JsonElement? one, JsonElement? other) =>
        one is { } first && other is { } second ? JsonElement.DeepEquals(first, second) : one is null && other is null;

    private void CompareSearch(MatchRecord record, CancellationToken cancellationToken)
    {
        SearchQuery[] queries = [new() { Signatures = [new OrientedSignature(record.Signature, default)], Filter = filter, Exact = true }];
        var expected = source.Search(queries, cancellationToken)[0].Hits.Select(hit => (hit.Record.Id, hit.Distance));
        var found = copy.Search(queries, cancellationToken)[0].Hits.Select(hit => (hit.Record.Id, hit.Distance));
        if (!expected.SequenceEqual(found))
            Note($"A search for {record.Key.Path} finds other records.");
    }

    private void Note(string difference)
    {
        if (_differences.Count < MaxDifferences)
            _differences.Add(difference);
    }
}
