namespace ImageMatch.Synchronization;

/// <summary>Why a folder could not be synced, or not wholly. The names are the error ids that PowerShell shows.</summary>
public enum SyncError
{
    /// <summary>There is no such folder.</summary>
    FolderNotFound,

    /// <summary>The folder, or one below it, could not be read whole.</summary>
    FolderUnreadable,

    /// <summary>The folder, or one below it, holds nothing, where there were pictures.</summary>
    FolderEmpty,

    /// <summary>More is gone from the folder than may be removed.</summary>
    TooManyRemovals,

    /// <summary>The folder, or one above or below it, is being synced with the same store.</summary>
    SyncInProgress,
}

/// <summary>What stands in the way of syncing a folder. Others are not affected by it.</summary>
public sealed class SyncException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">The kind, stable.</param>
    /// <param name="path">The folder.</param>
    /// <param name="message">What, where and what to do, in a sentence.</param>
    /// <param name="innerException">What the system said.</param>
    public SyncException(SyncError error, string path, string message, Exception? innerException = null)
        : base(message, innerException) => (Error, Path) = (error, path);

    /// <summary>The kind.</summary>
    public SyncError Error { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }
}
