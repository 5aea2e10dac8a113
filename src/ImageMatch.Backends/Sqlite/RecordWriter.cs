using System.Text.Json;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The changes of one transaction.</summary>
internal sealed class RecordWriter(SqliteSession session, SignatureProfile profile)
{
    private readonly Dictionary<Signer, long> _signers = [];
    private long? _sequence;
    private bool _isLogged;

    private long Sequence => _sequence ??= ChangeLog.Position(session).Sequence + 1;

    /// <summary>Stores a draft, or says why not.</summary>
    public AddOutcome Add(RecordDraft draft)
    {
        try
        {
            DraftRules.Check(draft, profile);
            // An id that comes with a signature, from another store, is seldom here already: storing it will tell.
            RecordRow? present = draft switch
            {
                { Id: { } id, Signed: null } => OfId(session, id),
                { Id: null, AsNew: false } => Newest(session, draft.Key),
                _ => null,
            };
            AddOutcome outcome = Apply(draft, present);
            if (outcome.Change == AddChange.Added && !Insert(outcome.Record!))
            {
                present = OfId(session, draft.Id!);
                outcome = Apply(draft, present);
            }

            if (outcome.Change == AddChange.Updated)
                Update(present!, outcome.Record!);
            return outcome;
        }
        catch (StoreException error) when (error.Error == StoreError.RecordRefused)
        {
            return new AddOutcome(AddChange.Failed, null, error);
        }
    }

    /// <summary>Replaces the metadata of a record.</summary>
    /// <returns>Whether there is one.</returns>
    public bool SetMetadata(string id, JsonElement? metadata)
    {
        string? text = MetadataText.Write(metadata);
        (long Number, string? Metadata)? present = session.Query(
            Sql.MetadataOfId, row => ((long, string?)?)(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1)), RecordRow.WriteHex(id)).FirstOrDefault();
        if (present is not { } record)
            return false;
        if (record.Metadata != text)
            session.Execute(Sql.UpdateMetadata, text, Log(), record.Number);
        return true;
    }

    /// <summary>Removes a record, leaving word of it in the change log.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string id)
    {
        long number = session.Scalar<long>(Sql.NumberOfId, RecordRow.WriteHex(id));
        if (number == 0)
            return false;
        session.Execute(Sql.AddRemoval, Log(), number);
        session.Execute(Sql.RemoveRecord, number);
        return true;
    }

    /// <summary>The newest record of a key.</summary>
    public static RecordRow? Newest(SqliteSession session, RecordKey key) =>
        session.Query(Sql.RecordsOfPath, RecordRow.Read, RecordRow.HashPath(key.Path), key.Frame, key.Source).Find(row => row.Record.Key == key);

    private static RecordRow? OfId(SqliteSession session, string id) =>
        session.Query(Sql.RecordOfId, RecordRow.Read, RecordRow.WriteHex(id)).FirstOrDefault();

    private static AddOutcome Apply(RecordDraft draft, RecordRow? present) =>
        DraftChange.Apply(draft, present?.Record, () => Guid.CreateVersion7().ToString("N"));

    /// <returns>Whether it is in: false where there is one of its id.</returns>
    private bool Insert(MatchRecord record)
    {
        FileFacts facts = record.Facts;
        bool isIn = session.Insert(
            Sql.AddRecord, RecordRow.WriteHex(record.Id), record.Key.Source, record.Key.Path, RecordRow.HashPath(record.Key.Path), record.Key.Frame,
            SignatureBytes.Write(record.Signature), record.Metadata?.GetRawText(), facts.Length, RecordRow.WriteTime(facts.LastWriteTime),
            RecordRow.WriteHex(facts.ContentHash), facts.Width, facts.Height, facts.Format?.ToString(),
            facts.FrameCount, facts.Background?.ToString(), SignerOf(record.Signer),
            RecordRow.WriteTime(record.Added), Sequence, WindowColumn.Write(record.Windows), SignedAnew(record));
        if (isIn)
            Log();
        return isIn;
    }

    private void Update(RecordRow present, MatchRecord record)
    {
        if (record.Key != present.Record.Key)
            session.Execute(Sql.MoveRecord, record.Key.Source, record.Key.Path, RecordRow.HashPath(record.Key.Path), record.Key.Frame, present.Number);

        FileFacts facts = record.Facts;
        session.Execute(
            Sql.UpdateRecord, SignatureBytes.Write(record.Signature), record.Metadata?.GetRawText(), facts.Length,
            RecordRow.WriteTime(facts.LastWriteTime), RecordRow.WriteHex(facts.ContentHash), facts.Width, facts.Height, facts.Format?.ToString(),
            facts.FrameCount, facts.Background?.ToString(),
            SignerOf(record.Signer), Log(), WindowColumn.Write(record.Windows), SignedAnew(record), present.Number);
    }

    private static object? SignedAnew(MatchRecord record) => record.LastSigned > record.Added ? RecordRow.WriteTime(record.LastSigned) : null;

    /// <summary>The number of this commit, which the first change of a transaction enters into the change log.</summary>
    private long Log()
    {
        if (!_isLogged)
            session.Execute(Sql.AddCommit, Sequence, Guid.NewGuid().ToString("N"), RecordRow.WriteTime(DateTimeOffset.UtcNow));
        _isLogged = true;
        return Sequence;
    }

    private long? SignerOf(Signer? signer)
    {
        if (signer is null)
            return null;
        if (!_signers.TryGetValue(signer, out long number))
        {
            object[] columns = [signer.AlgorithmVersion, signer.Decoder, signer.DecoderVersion];
            number = session.Scalar<long>(Sql.FindSigner, columns);
            if (number == 0)
                number = session.Scalar<long>(Sql.AddSigner, columns);
            _signers.Add(signer, number);
        }

        return number;
    }
}
