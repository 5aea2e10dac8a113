using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>What a sync does with a picture.</summary>
public enum SyncChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It was changed, and is signed again.</summary>
    Updated,

    /// <summary>It was moved or renamed; its record keeps id and metadata.</summary>
    Moved,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It could not be signed or stored; what is stored of it stays.</summary>
    Failed,
}

/// <summary>What became of a picture, after its commit.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Path">The picture's file.</param>
/// <param name="Record">Its record, that of the first page or frame; as it was where it was removed, and null where it failed.</param>
public sealed record SyncChange(SyncChangeKind Kind, string Path, MatchRecord? Record = null)
{
    /// <summary>Where a moved picture was before.</summary>
    public string? PreviousPath { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public Exception? Error { get; init; }

    /// <summary>What the user should know although it is done; null for nothing.</summary>
    public string? Warning { get; init; }
}
