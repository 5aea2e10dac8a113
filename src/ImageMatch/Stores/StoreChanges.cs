namespace ImageMatch.Stores;

/// <summary>How far a reader of the change log has come.</summary>
/// <param name="Sequence">The last commit seen; 0 for none.</param>
/// <param name="Token">What that commit is known by, so that a restored backup is told from the store it was made of.</param>
public readonly record struct StorePosition(long Sequence, string Token);

/// <summary>What changed since a position.</summary>
/// <param name="Position">Where this reaches to.</param>
/// <param name="IsComplete">False where the position is not of this store's history (a backup was restored): forget what was seen; Changed names every record.</param>
/// <param name="Changed">Ids of records added or updated.</param>
/// <param name="Removed">Ids of records removed.</param>
public sealed record StoreChanges(StorePosition Position, bool IsComplete, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed);
