using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Adds, changes and removes records. A document is written whole, and only over what was seen there: where another came first, the draft is looked at again.
/// </summary>
internal sealed class DocumentWriter(DocumentReader reader, BulkSender bulk, WindowWriter? windows, SignatureProfile profile, TimeSpan retryTime)
{
    private const int MaxAttempts = 6;

    /// <summary>The newest record of each key that has one, for one who is about to add.</summary>
    public Dictionary<RecordKey, StoredDocument> Newest(IEnumerable<RecordKey> keys, CancellationToken cancellationToken) =>
        Patiently(() => reader.Newest(keys, cancellationToken), cancellationToken);

    public AddOutcome[] Add(IReadOnlyList<RecordDraft> batch, CancellationToken cancellationToken)
    {
        // A new record keeps its id when it is sent again.
        string[] newIds = [.. batch.Select(draft => draft.AsNew ? RecordDocument.NewId() : "")];
        AddOutcome?[] outcomes = [.. batch.Select(draft => Refused(() =>
        {
            DraftRules.Check(draft, profile);
            return null;
        }))];
        var planned = new AddOutcome?[batch.Count];
        int[] open = Open(outcomes);
        for (int attempt = 0; attempt < MaxAttempts && open.Length > 0; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var plan = new AddPlan(Present(batch, open, attempt == 0 ? [] : [.. open.Select(i => newIds[i])], cancellationToken));
            foreach (int i in open)
                planned[i] = Refused(() => plan.Apply(batch[i], newIds[i], planned[i]));

            BulkResult[] results = Send(plan.Changes, cancellationToken);
            foreach (int i in open)
                outcomes[i] = Conclude(planned[i]!, plan, results);
            open = Open(outcomes);
        }

        return
        [
            .. outcomes.Select((outcome, i) => outcome ?? new AddOutcome(
                AddChange.Failed, null, new StoreException(StoreError.StoreBusy, $"{batch[i].Key.Path} is changed by others all the time. Try again."))),
        ];
    }

    public ChangeAnswer SetMetadata(IReadOnlyDictionary<string, JsonElement?> metadataById, CancellationToken cancellationToken)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        var warnings = new List<string>();
        var errors = new Dictionary<string, StoreException>(StringComparer.Ordinal);
        Dictionary<string, JsonElement?> texts = metadataById.ToDictionary(
            pair => pair.Key, pair => MetadataText.Write(pair.Value) is { } text ? MetadataText.Read(text) : (JsonElement?)null);
        var open = new HashSet<string>(texts.Keys, StringComparer.Ordinal);
        for (int attempt = 0; attempt < MaxAttempts && open.Count > 0; attempt++)
        {
            Dictionary<string, StoredDocument> current = Patiently(() => reader.Current(open, cancellationToken), cancellationToken);
            open.IntersectWith(current.Keys);
            present.UnionWith(open);
            BulkChange[] changes =
            [
                .. current.Where(pair => pair.Value.Record.Metadata?.GetRawText() != texts[pair.Key]?.GetRawText())
                    .Select(pair => new BulkChange(pair.Key, pair.Value.Record with { Metadata = texts[pair.Key] }, pair.Value)),
            ];
            BulkResult[] results = bulk.Send(changes, cancellationToken);
            warnings.AddRange(results.Select(result => result.Warning).OfType<string>());
            AddErrors(errors, changes, results);
            open = [.. changes.Where((_, i) => results[i].Fate == BulkFate.Conflict).Select(change => change.Id)];
        }

        foreach (string id in open)
            errors[id] = new StoreException(StoreError.StoreBusy, $"The record {id} is changed by others all the time. Try again.");
        present.ExceptWith(errors.Keys);
        return new ChangeAnswer(present) { Warnings = warnings, Errors = errors };
    }

    public ChangeAnswer Remove(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        BulkChange[] changes = [.. ids.Distinct(StringComparer.Ordinal).Select(id => new BulkChange(id, null, null))];
        BulkResult[] results = Send(changes, cancellationToken);
        var errors = new Dictionary<string, StoreException>(StringComparer.Ordinal);
        AddErrors(errors, changes, results);
        return new ChangeAnswer([.. changes.Where((_, i) => results[i].Fate == BulkFate.Done).Select(change => change.Id)]) { Errors = errors };
    }

    private static void AddErrors(Dictionary<string, StoreException> errors, BulkChange[] changes, BulkResult[] results)
    {
        foreach ((BulkChange change, BulkResult result) in changes.Zip(results))
        {
            if (result.Error is { } error)
                errors[change.Id] = error;
        }
    }

    private static int[] Open(AddOutcome?[] outcomes) => [.. Enumerable.Range(0, outcomes.Length).Where(i => outcomes[i] is null)];

    /// <summary>The answer to a draft, or why it is refused.</summary>
    private static AddOutcome? Refused(Func<AddOutcome?> answer)
    {
        try
        {
            return answer();
        }
        catch (StoreException error) when (error.Error == StoreError.RecordRefused)
        {
            return new AddOutcome(AddChange.Failed, null, error);
        }
    }

    /// <summary>The answer to a draft once its document was sent; null where another came first.</summary>
    private static AddOutcome? Conclude(AddOutcome planned, AddPlan plan, BulkResult[] results)
    {
        if (planned.Record is not { } record || plan.PlaceOf(record.Id) is not { } place)
            return planned;
        return results[place] switch
        {
            { Fate: BulkFate.Done } done => planned with { Warning = planned.Change == AddChange.Unchanged ? null : done.Warning },
            { Fate: BulkFate.Failed } failed => new AddOutcome(AddChange.Failed, null, failed.Error),
            _ => null,
        };
    }

    /// <summary>The documents that drafts may be about.</summary>
    private IEnumerable<StoredDocument> Present(IReadOnlyList<RecordDraft> batch, int[] open, string[] sentIds, CancellationToken cancellationToken)
    {
        RecordDraft[] drafts = Array.ConvertAll(open, i => batch[i]);
        RecordKey[] keys = [.. drafts.Where(draft => draft.Id is null && !draft.AsNew).Select(draft => draft.Key)];
        string[] ids = [.. drafts.Select(draft => draft.Id).OfType<string>(), .. sentIds.Where(id => id.Length > 0)];
        return Patiently(
            () =>
            {
                IEnumerable<StoredDocument> present = reader.OfKeys(keys, cancellationToken).Concat(reader.Current(ids, cancellationToken).Values);
                // A picture that is signed again may differ in its windows alone.
                return windows is not null && Array.Exists(drafts, draft => draft.Signed is not null) ? windows.Attach(present, cancellationToken).ToArray() : present;
            },
            cancellationToken);
    }

    private BulkResult[] Send(IReadOnlyList<BulkChange> changes, CancellationToken cancellationToken) =>
        windows?.Send(changes, cancellationToken) ?? bulk.Send(changes, cancellationToken);

    private T Patiently<T>(Func<T> read, CancellationToken cancellationToken) => new WriteRetry(retryTime).Read(read, cancellationToken);
}
