using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>How the records of a path stand to the file there.</summary>
internal enum StoredState
{
    /// <summary>There is no file.</summary>
    Gone,

    /// <summary>The file is another than the one that was signed.</summary>
    Outdated,

    /// <summary>Others of the path are those of the file; these are older ones that were kept beside them, or were left by a sync that was broken off.</summary>
    Surplus,
}

/// <summary>The records of one file, which move and go together: its pages or frames, and several of one frame where these were stored.</summary>
internal sealed class StoredFile
{
    public StoredFile(string path, SyncFolder folder, StoredState state, IReadOnlyList<MatchRecord> records)
    {
        (Path, Folder, State) = (path, folder, state);
        Records = records;
        FileFacts[] facts = [.. records.GroupBy(record => record.Key.Frame).Select(frame => frame.Last().Facts)];
        // Frames that were signed at different times have no content in common.
        bool isOne = Array.TrueForAll(facts, each => each.Length == facts[0].Length && each.ContentHash == facts[0].ContentHash);
        (Length, ContentHash) = isOne ? (facts[0].Length, facts[0].ContentHash) : (null, null);
    }

    public string Path { get; }

    public SyncFolder Folder { get; }

    public StoredState State { get; }

    /// <summary>By frame, then age.</summary>
    public IReadOnlyList<MatchRecord> Records { get; }

    /// <summary>Bytes of the file when it was signed; null where that is not known.</summary>
    public long? Length { get; }

    /// <summary>The hash of the file when it was signed; null where that is not known.</summary>
    public string? ContentHash { get; }

    /// <summary>The folder with nothing in it that leads to where the file was; null where there is none.</summary>
    public string? EmptyFolder { get; init; }

    /// <summary>Whether the file may lie on a volume that is not mounted.</summary>
    public bool IsOutOfReach { get; set; }

    /// <summary>The file that these records are of by now.</summary>
    public FolderFile? MovedTo { get; set; }

    /// <summary>Whether records of another file, which was moved here, take the path.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>Whether the content may be that of a file that could not be looked at.</summary>
    public bool IsHeld { get; set; }
}
