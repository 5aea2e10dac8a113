using ImageMatch.Backends.Caching;
using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The signatures of one store in memory: begun from the file beside it, kept equal to the store by its change log.</summary>
internal sealed class SharedIndex(bool hasWindows)
{
    private const int PageSize = 20_000;

    /// <summary>The file beside the store is written again when this part of the signatures changed.</summary>
    private const int KeptPart = 16;

    private static readonly StorePosition Beginning = new(0, "");

    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private RecordIndex _signatures = new(hasWindows);
    private bool _begun;

    /// <summary>The store's last commit when it was read last: nothing here is of a later one.</summary>
    private StorePosition _seen = Beginning;

    /// <summary>The last record taken in, by its commit and number, where others of what was seen follow it; null where all are here.</summary>
    private (long Sequence, long Number)? _reached;

    /// <summary>Changes taken in, and as many of them as the file beside the store has.</summary>
    private (long Taken, long Kept) _changes;

    /// <summary>The indexes of this process, one for each store in use, shared by all that have it open.</summary>
    public static SharedValues<(string Path, string StoreId), SharedIndex> InUse { get; } = new(TimeSpan.FromMinutes(1), index => index.Clear());

    /// <summary>Brings the signatures up to the file's last commit. What was taken in before an exception stays, and the next call goes on from there.</summary>
    /// <param name="file">The store.</param>
    /// <param name="sequence">The commit that the signatures have reached at least.</param>
    /// <param name="cancellationToken">Gives up after the page at hand.</param>
    /// <returns>The signatures, to be disposed of.</returns>
    public RecordSnapshot CatchUp(SqliteFile file, out long sequence, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Begin(file);
            while (!TakePage(file))
                cancellationToken.ThrowIfCancellationRequested();
            sequence = _seen.Sequence;
            return _signatures.Acquire();
        }
    }

    /// <summary>Writes the file beside the store where that saves the next process much work. Not to be called in a transaction: it takes its time.</summary>
    /// <param name="file">The store.</param>
    /// <param name="least">Fewer changes than these are not worth a file.</param>
    /// <param name="cancellationToken">Gives up; the file stays as it was.</param>
    public void Keep(SqliteFile file, int least, CancellationToken cancellationToken)
    {
        // Whoever is writing writes for all.
        if (!_writing.TryEnter())
            return;
        try
        {
            if (ToKeep(least) is not var (signatures, position, changes))
                return;
            using (signatures)
                IndexFile.Write(file.Path, file.StoreId!, position, signatures, cancellationToken);
            lock (_gate)
                _changes.Kept = changes;
        }
        finally
        {
            _writing.Exit();
        }
    }

    /// <summary>Gives the memory back: what is searched meanwhile stays until that is done.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Forget();
            _begun = false;
        }
    }

    private void Begin(SqliteFile file)
    {
        if (_begun)
            return;
        _begun = true;
        if (IndexFile.TryRead(file.Path, file.StoreId!, hasWindows) is { } kept)
            (_signatures, _seen) = kept;
    }

    private void Forget()
    {
        _signatures.Clear();
        (_seen, _reached) = (Beginning, null);
    }

    /// <summary>What the file beside the store is to hold; null where it is not worth writing.</summary>
    private (RecordSnapshot Signatures, StorePosition Position, long Changes)? ToKeep(int least)
    {
        lock (_gate)
        {
            bool isWorthIt = _reached is null && _changes.Taken - _changes.Kept >= Math.Max(least, _signatures.Count / KeptPart);
            return isWorthIt ? (_signatures.Acquire(), _seen, _changes.Taken) : null;
        }
    }

    /// <summary>
    /// Takes in a page of what changed, in the order of the commits. No transaction is held between pages: a record that others change meanwhile moves behind
    /// the last page read, so that a page which comes short is the end of all.
    /// </summary>
    /// <returns>Whether all is taken in.</returns>
    private bool TakePage(SqliteFile file)
    {
        if (file.Read(ReadPage) is not { } page)
            return true;

        // In an order in which any of it may fail, and is then done again.
        _signatures.Remove(page.Removed);
        (_seen, _reached) = (page.Last, page.Start);
        _signatures.Set(page.Records.ConvertAll(each => each.Record));
        _reached = page.Records.Count < PageSize ? null : (page.Records[^1].Sequence, page.Records[^1].Record.Number);
        _changes.Taken += page.Records.Count + page.Removed.Count;
        return _reached is null;
    }

    /// <summary>Reads what follows the last page; null where nothing does.</summary>
    private Page? ReadPage(SqliteSession session)
    {
        // Where a backup was restored, what was seen is not this store's past.
        if (!ChangeLog.Contains(session, _seen))
            Forget();

        StorePosition last = ChangeLog.Position(session);
        if (last == _seen && _reached is null)
            return null;

        (long Sequence, long Number) start = _reached ?? (_seen.Sequence, long.MaxValue);
        return new Page(
            last,
            start,
            session.Query(
                Sql.ChangedSignatures,
                row => (row.GetInt64(0), new IndexedRecord(row.GetInt64(1), RecordRow.ReadSignature(row, 2), WindowColumn.Read(row, 3))),
                start.Sequence,
                start.Number,
                PageSize),
            session.Query(Sql.RemovedNumbers, row => row.GetInt64(0), _seen.Sequence));
    }

    /// <param name="Last">The store's last commit.</param>
    /// <param name="Start">What the records follow.</param>
    /// <param name="Records">Records, each with the commit that changed it last.</param>
    /// <param name="Removed">Numbers of the records that were removed since the store was seen last.</param>
    private sealed record Page(StorePosition Last, (long Sequence, long Number) Start, List<(long Sequence, IndexedRecord Record)> Records, List<long> Removed);
}
