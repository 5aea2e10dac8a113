using ImageMatch.Synchronization;

namespace ImageMatch.PowerShell;

/// <summary>What a sync did with a picture.</summary>
public sealed class MatchSyncChange
{
    internal MatchSyncChange(SyncChange change, SignatureProfile profile)
    {
        Change = change.Kind;
        Path = change.Path;
        PreviousPath = change.PreviousPath;
        Record = change.Record is null ? null : new MatchImage(change.Record, profile);
        Reason = change.Error?.Message;
    }

    /// <summary>What was done.</summary>
    public SyncChangeKind Change { get; }

    /// <summary>The picture's file.</summary>
    public string Path { get; }

    /// <summary>Where a moved picture was before.</summary>
    public string? PreviousPath { get; }

    /// <summary>The id of its record.</summary>
    public string? Id => Record?.Id;

    /// <summary>Its record; as it was where it was removed, and null where it failed.</summary>
    public MatchImage? Record { get; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => PreviousPath is null ? $"{Change}: {Path}" : $"{Change}: {PreviousPath} -> {Path}";
}
