namespace ImageMatch.Stores;

/// <summary>What a draft makes of the record that is present: the same on every store.</summary>
public static class DraftChange
{
    /// <summary>Applies a draft that has been checked by <see cref="DraftRules"/>.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="present">The record of its id or the newest of its key, with its windows; null for none, and for drafts that are always new.</param>
    /// <param name="newId">Names a new record where the draft does not.</param>
    /// <returns>The change, and the record to be written unless it is <see cref="AddChange.Unchanged"/>.</returns>
    /// <exception cref="StoreException">The draft does not fit what is present (<see cref="StoreError.RecordRefused"/>).</exception>
    public static AddOutcome Apply(RecordDraft draft, MatchRecord? present, Func<string> newId)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(newId);
        string? metadata = draft.HasMetadata ? MetadataText.Write(draft.Metadata) : present?.Metadata?.GetRawText();
        if (present is null)
            return new AddOutcome(AddChange.Added, Create(draft, metadata, newId));
        // Ids alone may agree by chance between stores; ids and times to the tick are those of one record, which has moved.
        bool sameKey = draft.Id is null || present.Key == draft.Key;
        if (!sameKey && present.Added != draft.Added)
            throw Refuse($"The id {draft.Id} is that of {present.Key.Path} and cannot be given to {draft.Key.Path}.");

        bool sameMetadata = metadata == present.Metadata?.GetRawText();
        FileFacts facts = draft.Signed?.Facts ?? draft.Facts ?? present.Facts;
        bool sameSigned = facts == present.Facts && (draft.Signed is not { } signed || IsSame(signed, present));
        if (sameKey && sameMetadata && sameSigned)
            return new AddOutcome(AddChange.Unchanged, present);

        return new AddOutcome(AddChange.Updated, present with
        {
            Key = sameKey ? present.Key : draft.Key,
            Signature = draft.Signed?.Signature ?? present.Signature,
            Windows = draft.Signed is null ? present.Windows : draft.Signed.Windows ?? [],
            Facts = facts,
            Signer = draft.Signed is null ? present.Signer : draft.Signed.Signer,
            LastSigned = draft.Signed is { } anew && !sameSigned ? (anew.Time ?? DateTimeOffset.UtcNow).ToUniversalTime() : present.LastSigned,
            Metadata = sameMetadata ? present.Metadata : metadata is null ? null : MetadataText.Read(metadata),
        });
    }

    private static bool IsSame(SignedPicture signed, MatchRecord present) =>
        signed.Signature.Equals(present.Signature) && signed.Signer == present.Signer && (signed.Time is null || signed.Time == present.LastSigned)
        && (signed.Windows ?? []).SequenceEqual(present.Windows);

    private static MatchRecord Create(RecordDraft draft, string? metadata, Func<string> newId)
    {
        if (draft.Signed is not { } signed)
            throw Refuse($"There is no record of {draft.Key.Path} that could be changed; add it with its signature.");

        DateTimeOffset added = (draft.Added ?? DateTimeOffset.UtcNow).ToUniversalTime();
        return new MatchRecord
        {
            Id = draft.Id ?? newId(),
            Key = draft.Key,
            Signature = signed.Signature,
            Windows = signed.Windows ?? [],
            Metadata = metadata is null ? null : MetadataText.Read(metadata),
            Added = added,
            LastSigned = signed.Time?.ToUniversalTime() ?? added,
            Facts = signed.Facts,
            Signer = signed.Signer,
        };
    }

    private static StoreException Refuse(string message) => new(StoreError.RecordRefused, message);
}
