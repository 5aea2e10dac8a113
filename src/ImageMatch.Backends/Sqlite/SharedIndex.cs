using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The signatures of one store in memory, kept equal to the file by its change log.</summary>
internal sealed class SharedIndex
{
    private const int PageSize = 20_000;

    private readonly Lock _gate = new();
    private StorePosition _position = new(0, "");
    private SignatureIndex _signatures = new();

    /// <summary>Brings the signatures up to the file's last commit.</summary>
    /// <returns>The signatures, and the commit that they have reached at least.</returns>
    public (ISignatureIndex Signatures, long Sequence) CatchUp(SqliteFile file, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            (StorePosition last, bool known) = file.Read(session => (ChangeLog.Position(session), ChangeLog.Contains(session, _position)));
            if (!known)
            {
                // A backup was restored: what was seen is not this store's past.
                _position = new(0, "");
                _signatures = new();
            }

            if (last != _position)
                _position = Apply(file, cancellationToken);
            return (_signatures, _position.Sequence);
        }
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
                    row => (Sequence: row.GetInt64(0), Number: row.GetInt64(1), Signature: RecordRow.ReadSignature(row, 2)),
                    last.Sequence,
                    last.Number,
                    PageSize);
                _signatures.Set(page.ConvertAll(row => (row.Number, row.Signature)));
                if (page.Count == PageSize)
                {
                    last = (page[^1].Sequence, page[^1].Number);
                    return null;
                }

                _signatures.Remove(session.Query(Sql.RemovedNumbers, row => row.GetInt64(0), _position.Sequence));
                return ChangeLog.Position(session);
            });

            if (reached is { } position)
                return position;
        }
    }
}
