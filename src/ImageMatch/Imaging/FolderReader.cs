namespace ImageMatch.Imaging;

/// <summary>
/// Reads trees of folders: the files of a folder by name, then those of the folders in it. Links to folders are not followed, so that there is no way round in
/// a circle. One thread reads.
/// </summary>
public sealed class FolderReader
{
    /// <summary>Whether the folders below are read too.</summary>
    public bool Recurse { get; init; }

    /// <summary>Whether a file of this name is meant.</summary>
    public Func<string, bool> IsWanted { get; init; } = _ => true;

    /// <summary>Whether a folder of this name is left out, with all that is in it.</summary>
    public Func<string, bool> IsExcluded { get; init; } = _ => false;

    /// <summary>What lists a folder.</summary>
    internal Func<string, IEnumerable<FileSystemInfo>> List { get; init; } = folder => new DirectoryInfo(folder).EnumerateFileSystemInfos();

    /// <summary>What is in a folder: every file that is meant, and what is empty, could not be read or was passed over.</summary>
    public IEnumerable<FolderEntry> Read(string folder)
    {
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out string? current))
        {
            if (!TryList(current, out List<FileSystemInfo> entries, out Exception? error))
                yield return new FolderEntry(current, FolderEntryKind.UnreadableFolder, Error: error);
            else if (entries.Count == 0)
                yield return new FolderEntry(current, FolderEntryKind.EmptyFolder);

            foreach (FileInfo file in entries.OfType<FileInfo>().Where(file => IsWanted(file.Name)))
                yield return ToEntry(file);

            foreach (DirectoryInfo inner in entries.OfType<DirectoryInfo>().Where(_ => Recurse).Reverse().Where(inner => !IsExcluded(inner.Name)))
            {
                if (IsHidden(inner) || inner.LinkTarget is not null)
                    yield return new FolderEntry(inner.FullName, FolderEntryKind.PassedOverFolder);
                else
                    folders.Push(inner.FullName);
            }
        }
    }

    private static bool IsHidden(FileSystemInfo entry) => (entry.Attributes & FileAttributes.Hidden) != 0;

    /// <summary>A link to a file is a file, with the length and time of the one that it leads to.</summary>
    private static FolderEntry ToEntry(FileInfo file)
    {
        try
        {
            FileInfo? target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return IsHidden(file) || target?.Exists != true
                ? new FolderEntry(file.FullName, FolderEntryKind.PassedOverFile)
                : new FolderEntry(file.FullName, FolderEntryKind.File, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A link that leads round in a circle.
            return new FolderEntry(file.FullName, FolderEntryKind.PassedOverFile);
        }
    }

    /// <summary>What is in a folder by name; what was read before an error stays.</summary>
    private bool TryList(string folder, out List<FileSystemInfo> entries, out Exception? error)
    {
        entries = [];
        error = null;
        try
        {
            foreach (FileSystemInfo entry in List(folder))
                entries.Add(entry);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = exception;
        }

        entries = [.. entries.OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        return error is null;
    }
}

/// <summary>What was met in a folder.</summary>
public enum FolderEntryKind
{
    /// <summary>A file that is meant.</summary>
    File,

    /// <summary>A hidden file, or a link that leads nowhere.</summary>
    PassedOverFile,

    /// <summary>A hidden folder, or a link to a folder.</summary>
    PassedOverFolder,

    /// <summary>A folder with nothing in it at all, as one is whose volume is not mounted.</summary>
    EmptyFolder,

    /// <summary>A folder that could not be read, or not to its end.</summary>
    UnreadableFolder,
}

/// <summary>Something met in a folder.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="File">The file, or the one that a link leads to; null for anything else.</param>
/// <param name="Error">Why a folder could not be read; null for anything else.</param>
public sealed record FolderEntry(string Path, FolderEntryKind Kind, FileInfo? File = null, Exception? Error = null);
