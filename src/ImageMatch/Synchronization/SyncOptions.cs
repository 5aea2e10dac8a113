using ImageMatch.Imaging;
using ImageMatch.Sessions;

namespace ImageMatch.Synchronization;

/// <summary>How a store is made equal to folders.</summary>
public sealed record SyncOptions
{
    /// <summary>What is read of the folders. Records of files and folders that it leaves out stay as they are.</summary>
    public FolderReader Reader { get; init; } = new() { Recurse = true };

    /// <summary>How new and changed pictures are signed, and which files count as changed.</summary>
    public AddOptions Add { get; init; } = new();

    /// <summary>Removes nothing of a folder that lost more than this part of its pictures, in percent, moved ones not counted.</summary>
    public int MaxRemovalPercent { get; init; } = 20;

    /// <summary>Removes however much is gone, also where the whole folder is.</summary>
    public bool Force { get; init; }

    /// <summary>Reads files that are kept elsewhere and have to be downloaded first.</summary>
    public bool IncludeOffline { get; init; }

    /// <summary>Tells such files.</summary>
    internal Func<FileInfo, bool> IsOffline { get; init; } = file => (file.Attributes & Recalled) != 0;

    /// <summary>Offline, and what newer Windows says of files that reading or opening brings back: FILE_ATTRIBUTE_RECALL_ON_OPEN and …_ON_DATA_ACCESS.</summary>
    private const FileAttributes Recalled = FileAttributes.Offline | (FileAttributes)0x0004_0000 | (FileAttributes)0x0040_0000;
}
