namespace ImageMatch.Stores;

/// <summary>What became of a draft.</summary>
public enum AddChange
{
    /// <summary>A record was made.</summary>
    Added,

    /// <summary>The record of the key has a new signature or new metadata.</summary>
    Updated,

    /// <summary>Everything was as it is.</summary>
    Unchanged,

    /// <summary>The store refused this one; the others of the batch are stored.</summary>
    Failed,
}

/// <summary>The store's answer to one draft, after the commit.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Record">The record as stored; null where it failed.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
/// <param name="Warning">What the user should know although it is stored; null for nothing.</param>
public sealed record AddOutcome(AddChange Change, MatchRecord? Record, StoreException? Error = null, string? Warning = null);
