namespace ImageMatch.Synchronization;

/// <summary>What is to be done to make a store equal to folders, in an order in which it may be broken off anywhere: what is left is found the next time.</summary>
public sealed record SyncPlan
{
    /// <summary>Every change of a picture.</summary>
    public required IReadOnlyList<SyncStep> Steps { get; init; }

    /// <summary>What stands in the way.</summary>
    public required IReadOnlyList<SyncException> Problems { get; init; }

    /// <summary>Pictures that are as they were signed.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Hidden files and folders, links to folders, and files that are no pictures.</summary>
    public required int PassedOver { get; init; }

    /// <summary>New and changed files that would have to be downloaded, and are passed over.</summary>
    public required int Offline { get; init; }

    /// <summary>Whether the store equals the folders once every step is done, failed and passed over pictures aside.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>How many of the unchanged files were written at another time than the store knows, which is to be noted.</summary>
    public int Touched => TouchedFiles.Count;

    internal IReadOnlyList<OpenFile> TouchedFiles { get; init; } = [];

    /// <summary>The plan without noting times, for who may write nothing.</summary>
    public SyncPlan WithoutTouched() => this with { TouchedFiles = [] };
}

/// <summary>A change of one picture that is to be made.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="Path">The picture's file.</param>
public sealed record SyncStep(SyncChangeKind Kind, string Path)
{
    /// <summary>Where a moved picture was before; null for others.</summary>
    public string? PreviousPath => Kind == SyncChangeKind.Moved ? Stored!.Path : null;

    internal OpenFile? File { get; init; }

    internal StoredFile? Stored { get; init; }
}
