using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What a batch of drafts makes of the documents seen, one draft after the other: each document is written once, as the last draft leaves it.</summary>
internal sealed class AddPlan
{
    private readonly Dictionary<string, StoredDocument> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MatchRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<RecordKey, MatchRecord> _newest = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _written = [];

    public AddPlan(IEnumerable<StoredDocument> seen)
    {
        foreach (StoredDocument document in seen)
        {
            _seen[document.Record.Id] = document;
            Note(document.Record);
        }
    }

    /// <summary>The documents to be written.</summary>
    public IReadOnlyList<BulkChange> Changes => [.. _written.Select(id => new BulkChange(id, _records[id], _seen.GetValueOrDefault(id)))];

    /// <summary>The place among the changes of the one that a record waits for; null where nothing is written.</summary>
    public int? PlaceOf(string id) => _places.TryGetValue(id, out int place) ? place : null;

    /// <summary>Applies a checked draft.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="newId">The id of the record it makes if it is always to make one.</param>
    /// <param name="earlier">What was planned for it when it was sent before, perhaps with success.</param>
    /// <exception cref="StoreException">It does not fit what is there.</exception>
    public AddOutcome Apply(RecordDraft draft, string newId, AddOutcome? earlier)
    {
        MatchRecord? present = draft switch
        {
            { Id: { } id } => _records.GetValueOrDefault(id),
            { AsNew: true } => _records.GetValueOrDefault(newId),
            _ => _newest.GetValueOrDefault(draft.Key),
        };
        AddOutcome outcome = DraftChange.Apply(draft, present, () => draft.AsNew ? newId : FreeIdOf(draft.Key));
        MatchRecord record = outcome.Record!;
        if (outcome.Change == AddChange.Unchanged)
        {
            // The answer to the earlier request was lost, but it had arrived.
            return earlier?.Record is { } sent && sent.Id == record.Id && sent.Added == record.Added ? outcome with { Change = earlier.Change } : outcome;
        }

        if (_places.TryAdd(record.Id, _written.Count))
            _written.Add(record.Id);
        Note(record);
        return outcome;
    }

    private string FreeIdOf(RecordKey key)
    {
        int generation = 0;
        // A record that moved away kept its id.
        while (_records.TryGetValue(RecordDocument.IdOf(key, generation), out MatchRecord? other) && other.Key != key)
            generation++;
        return RecordDocument.IdOf(key, generation);
    }

    private void Note(MatchRecord record)
    {
        MatchRecord? before = _records.GetValueOrDefault(record.Id);
        _records[record.Id] = record;
        NoteNewest(record);
        if (before is null || before.Key == record.Key || _newest[before.Key].Id != record.Id)
            return;

        _newest.Remove(before.Key);
        foreach (MatchRecord other in _records.Values.Where(other => other.Key == before.Key))
            NoteNewest(other);
    }

    private void NoteNewest(MatchRecord record)
    {
        if (!_newest.TryGetValue(record.Key, out MatchRecord? newest) || newest.Id == record.Id || record.Added >= newest.Added)
            _newest[record.Key] = record;
    }
}
