using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Sends changes of records together with their windows. Whatever moment a writer is broken off at, a record that is there has all its windows. What is to go is
/// looked up before the records are written, and goes only if nobody has written it since: two writers of one record never take each other's windows away.
/// </summary>
internal sealed class WindowWriter(WindowIndex windows, BulkSender records, WindowSweep sweep, SignatureOptions options, TimeSpan retryTime)
{
    private readonly BulkSender _bulk = new(windows.Index, options);

    /// <summary>Records with their windows, for one who is about to change them.</summary>
    public IEnumerable<StoredDocument> Attach(IEnumerable<StoredDocument> present, CancellationToken cancellationToken)
    {
        StoredDocument[] documents = [.. present];
        return documents.Zip(windows.Attach(documents.Select(document => document.Record), cancellationToken), (document, record) => document with { Record = record });
    }

    /// <summary>Sends the changes.</summary>
    /// <returns>An answer for each, in their order.</returns>
    public BulkResult[] Send(IReadOnlyList<BulkChange> changes, CancellationToken cancellationToken)
    {
        BulkChange[] changed = [.. changes.Where(ChangesWindows)];
        string[] present = [.. changed.Where(MayHaveWindows).Select(change => change.Id)];
        ILookup<string, StoredDocument> before = new WriteRetry(retryTime).Read(() => windows.Naming(present, cancellationToken).ToList(), cancellationToken)
            .ToLookup(window => WindowDocument.RecordOf(window.Record), StringComparer.Ordinal);
        Dictionary<string, StoreException> refused = Write(changed, cancellationToken);

        BulkResult[] results = SendRecords(changes, refused, cancellationToken);
        HashSet<string> done = [.. changes.Where((_, place) => results[place].Fate == BulkFate.Done).Select(change => change.Id)];
        sweep.Remove([.. changed.Where(change => done.Contains(change.Id)).SelectMany(change => Replaced(change, before[change.Id]))], cancellationToken);
        if (changed.Length > 0)
            sweep.SweepOnce(cancellationToken);
        return results;
    }

    private static bool ChangesWindows(BulkChange change) => change.Record is not { } record || change.Present is not { } present
        || !record.Signature.Equals(present.Record.Signature) || !record.Windows.SequenceEqual(present.Record.Windows);

    /// <summary>New records have none but what a broken off writer of the same record left, which is the same.</summary>
    private static bool MayHaveWindows(BulkChange change) => change.Record is null || change.Present is not null;

    /// <summary>Writes the windows of records that are to be written, over those that are there: who is about to remove them is to see that they are in use.</summary>
    /// <returns>What went wrong, by record.</returns>
    private Dictionary<string, StoreException> Write(IEnumerable<BulkChange> changes, CancellationToken cancellationToken)
    {
        BulkChange[] written =
        [
            .. changes.Select(change => change.Record).OfType<MatchRecord>().SelectMany(record => record.Windows.Select(window => WindowDocument.Of(record, window)))
                .Select(window => new BulkChange(window.Id, window, null) { Overwrites = true }),
        ];
        return written.Zip(_bulk.Send(written, cancellationToken))
            .Where(pair => pair.Second.Fate != BulkFate.Done)
            .GroupBy(pair => WindowDocument.RecordOf(pair.First.Record!), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Second.Error!, StringComparer.Ordinal);
    }

    /// <summary>Sends the records whose windows are there.</summary>
    private BulkResult[] SendRecords(IReadOnlyList<BulkChange> changes, Dictionary<string, StoreException> refused, CancellationToken cancellationToken)
    {
        BulkResult[] sent = records.Send([.. changes.Where(change => !refused.ContainsKey(change.Id))], cancellationToken);
        var next = new Queue<BulkResult>(sent);
        return [.. changes.Select(change => refused.TryGetValue(change.Id, out StoreException? error) ? new BulkResult(BulkFate.Failed, error) : next.Dequeue())];
    }

    /// <summary>The windows that a change leaves without use.</summary>
    private static IEnumerable<StoredDocument> Replaced(BulkChange change, IEnumerable<StoredDocument> before) => change.Record is not { } record
        ? before
        : before.Where(window => !record.Windows.Any(kept => WindowDocument.IsOf(window.Record, record) && kept.Number == WindowDocument.Read(window.Record).Number));
}
