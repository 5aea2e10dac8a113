using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The changes of one transaction.</summary>
internal sealed class RecordWriter(SqliteSession session, SignatureProfile profile)
{
    private readonly Dictionary<Signer, long> _signers = [];
    private long? _sequence;

    /// <summary>Stores a draft, or says why not.</summary>
    public AddOutcome Add(RecordDraft draft)
    {
        try
        {
            DraftRules.Check(draft, profile);
            string? metadata = RowMetadata(draft);
            RecordRow? present = draft switch
            {
                { Id: { } id } => OfId(session, id),
                { AsNew: true } => null,
                _ => Newest(session, draft.Key),
            };

            if (present is not null && draft.Id is not null && present.Record.Key != draft.Key)
                throw Refuse($"The id {draft.Id} is that of {present.Record.Key.Path} and cannot be given to {draft.Key.Path}.");
            return present is null ? Insert(draft, metadata) : Update(present, draft, metadata);
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
        string? text = RecordRow.WriteMetadata(metadata);
        (long Number, string? Metadata)? present = session.Query(
            Sql.MetadataOfId, row => ((long, string?)?)(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1)), RecordRow.WriteHex(id)).FirstOrDefault();
        if (present is not { } record)
            return false;
        if (record.Metadata != text)
            session.Execute(Sql.UpdateMetadata, text, Sequence(), record.Number);
        return true;
    }

    /// <summary>Removes a record, leaving word of it in the change log.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string id)
    {
        long number = session.Scalar<long>(Sql.NumberOfId, RecordRow.WriteHex(id));
        if (number == 0)
            return false;
        session.Execute(Sql.AddRemoval, Sequence(), number);
        session.Execute(Sql.RemoveRecord, number);
        return true;
    }

    /// <summary>The newest record of a key.</summary>
    public static RecordRow? Newest(SqliteSession session, RecordKey key) =>
        session.Query(Sql.RecordsOfPath, RecordRow.Read, RecordRow.HashPath(key.Path), key.Frame, key.Source).Find(row => row.Record.Key == key);

    private static RecordRow? OfId(SqliteSession session, string id) =>
        session.Query(Sql.RecordOfId, RecordRow.Read, RecordRow.WriteHex(id)).FirstOrDefault();

    private static string? RowMetadata(RecordDraft draft) => draft.HasMetadata ? RecordRow.WriteMetadata(draft.Metadata) : null;

    private static StoreException Refuse(string message) => new(StoreError.RecordRefused, message);

    private AddOutcome Insert(RecordDraft draft, string? metadata)
    {
        if (draft.Signed is not { } signed)
            throw Refuse($"There is no record of {draft.Key.Path} whose metadata could be changed; add it with its signature.");

        var record = new MatchRecord
        {
            Id = draft.Id ?? Guid.CreateVersion7().ToString("N"),
            Key = draft.Key,
            Signature = signed.Signature,
            Metadata = metadata is null ? null : RecordRow.ReadMetadata(metadata),
            Added = (draft.Added ?? DateTimeOffset.UtcNow).ToUniversalTime(),
            Facts = signed.Facts,
            Signer = signed.Signer,
        };
        FileFacts facts = signed.Facts;
        session.Execute(
            Sql.AddRecord, RecordRow.WriteHex(record.Id), record.Key.Source, record.Key.Path, RecordRow.HashPath(record.Key.Path), record.Key.Frame,
            RecordRow.WriteSignature(record.Signature), metadata, facts.Length, RecordRow.WriteTime(facts.LastWriteTime), RecordRow.WriteHex(facts.ContentHash),
            facts.Width, facts.Height, facts.Format?.ToString(), SignerOf(record.Signer), RecordRow.WriteTime(record.Added), Sequence());
        return new AddOutcome(AddChange.Added, record);
    }

    private AddOutcome Update(RecordRow present, RecordDraft draft, string? metadata)
    {
        MatchRecord record = present.Record;
        string? presentMetadata = record.Metadata?.GetRawText();
        metadata = draft.HasMetadata ? metadata : presentMetadata;
        bool sameMetadata = metadata == presentMetadata;
        bool sameSigned = draft.Signed is not { } signed
            || (signed.Signature.Equals(record.Signature) && signed.Facts == record.Facts && signed.Signer == record.Signer);
        if (sameMetadata && sameSigned)
            return new AddOutcome(AddChange.Unchanged, record);

        MatchRecord updated = record with
        {
            Signature = draft.Signed?.Signature ?? record.Signature,
            Facts = draft.Signed?.Facts ?? record.Facts,
            Signer = draft.Signed is null ? record.Signer : draft.Signed.Signer,
            Metadata = sameMetadata ? record.Metadata : metadata is null ? null : RecordRow.ReadMetadata(metadata),
        };
        FileFacts facts = updated.Facts;
        session.Execute(
            Sql.UpdateRecord, RecordRow.WriteSignature(updated.Signature), metadata, facts.Length, RecordRow.WriteTime(facts.LastWriteTime),
            RecordRow.WriteHex(facts.ContentHash), facts.Width, facts.Height, facts.Format?.ToString(), SignerOf(updated.Signer), Sequence(), present.Number);
        return new AddOutcome(AddChange.Updated, updated);
    }

    /// <summary>The number of this commit; the first change of a transaction makes it.</summary>
    private long Sequence()
    {
        if (_sequence is not { } sequence)
        {
            sequence = ChangeLog.Position(session).Sequence + 1;
            session.Execute(Sql.AddCommit, sequence, Guid.NewGuid().ToString("N"), RecordRow.WriteTime(DateTimeOffset.UtcNow));
            _sequence = sequence;
        }

        return sequence;
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
