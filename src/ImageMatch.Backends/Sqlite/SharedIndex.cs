using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The signatures of one store in memory: begun from the file beside it, kept equal to the store by its change log.</summary>
internal sealed class SharedIndex(bool hasWindows)
{
    private const int PageSize = 20_000;

    /// <summary>The file beside the store is written again when this part of the signatures changed.</summary>
    private const int KeptPart = 16;

    private readonly Lock _gate = new();
    private StorePosition _position = new(0, "");
    private RecordIndex _signatures = new(hasWindows);
    private bool _begun;

    /// <summary>Changes that the file beside the store does not have.</summary>
    private long _unkept;

    /// <summary>Brings the signatures up to the file's last commit.</summary>
    /// <returns>The signatures, and the commit that they have reached at least.</returns>
    public (RecordIndex Signatures, long Sequence) CatchUp(SqliteFile file, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Begin(file);
            (StorePosition last, bool known) = file.Read(session => (ChangeLog.Position(session), ChangeLog.Contains(session, _position)));
            if (!known)
            {
                // A backup was restored: what was seen is not this store's past.
                _position = new(0, "");
                _signatures = new(hasWindows);
            }

            if (last != _position)
                _position = Apply(file, cancellationToken);
            return (_signatures, _position.Sequence);
        }
    }

    /// <summary>Writes the file beside the store where that saves the next process much work. Not to be called in a transaction: it takes its time.</summary>
    /// <param name="file">The store.</param>
    /// <param name="least">Fewer changes than these are not worth a file.</param>
    /// <param name="cancellationToken">Gives up; the file stays as it was.</param>
    public void Keep(SqliteFile file, int least, CancellationToken cancellationToken)
    {
        // Where another search is at work it will come by here too.
        if (!_gate.TryEnter())
            return;
        try
        {
            if (_unkept < Math.Max(least, _signatures.Count / KeptPart))
                return;
            IndexFile.Write(file.Path, file.StoreId!, _position, _signatures, cancellationToken);
            _unkept = 0;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Begin(SqliteFile file)
    {
        if (_begun)
            return;
        _begun = true;
        if (IndexFile.TryRead(file.Path, file.StoreId!, hasWindows) is { } kept)
            (_signatures, _position) = kept;
    }

    /// <summary>
    /// Reads what follows the position, page by page in the order of the commits, holding no transaction in between. A record that others change meanwhile
    /// moves behind the last page read, so that a page which comes short is the end of all.
    /// </summary>
    private StorePosition Apply(SqliteFile file, CancellationToken cancellationToken)
    {
        (long Sequence, long Number) last = (_position.Sequence, long.MaxValue);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StorePosition? reached = file.Read<StorePosition?>(session =>
            {
                var page = session.Query(
                    Sql.ChangedSignatures,
                    row => (Sequence: row.GetInt64(0), Number: row.GetInt64(1), Signature: RecordRow.ReadSignature(row, 2), Windows: WindowColumn.Read(row, 3)),
                    last.Sequence,
                    last.Number,
                    PageSize);
                _signatures.Set(page.ConvertAll(row => new IndexedRecord(row.Number, row.Signature, row.Windows)));
                _unkept += page.Count;
                if (page.Count == PageSize)
                {
                    last = (page[^1].Sequence, page[^1].Number);
                    return null;
                }

                List<long> removed = session.Query(Sql.RemovedNumbers, row => row.GetInt64(0), _position.Sequence);
                _signatures.Remove(removed);
                _unkept += removed.Count;
                return ChangeLog.Position(session);
            });

            if (reached is { } position)
                return position;
        }
    }
}
