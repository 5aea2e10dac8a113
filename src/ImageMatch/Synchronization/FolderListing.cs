using ImageMatch.Imaging;
using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>The files of several folders. One that lies in another is listed for itself.</summary>
internal sealed class FolderListing
{
    private readonly SyncOptions _options;
    private readonly SyncFolder[] _deepestFirst;
    private readonly Dictionary<string, FolderFile?> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passedOver = new(StringComparer.Ordinal);
    private readonly HashSet<string> _empty = new(StringComparer.Ordinal);

    public FolderListing(IEnumerable<string> folders, SyncOptions options)
    {
        _options = options;
        Folders = [.. folders.DistinctBy(RecordKey.ComparedForm).Select(folder => new SyncFolder(folder))];
        _deepestFirst = [.. Folders.OrderByDescending(folder => folder.Depth)];
    }

    public IReadOnlyList<SyncFolder> Folders { get; }

    /// <summary>What could not be read.</summary>
    public List<SyncException> Problems { get; } = [];

    /// <summary>Hidden files and folders, and links to folders.</summary>
    public int PassedOver { get; private set; }

    /// <summary>The files, by path.</summary>
    public IEnumerable<FolderFile> Files => _files.Values.OfType<FolderFile>();

    /// <summary>Lists all folders.</summary>
    public void Read(SyncTracker progress, CancellationToken cancellationToken)
    {
        foreach (SyncFolder folder in Folders)
        {
            if (!Directory.Exists(folder.Path))
            {
                Miss(folder);
                continue;
            }

            // Folders within it that are asked for too are read in their turn.
            foreach (FolderEntry entry in _options.Reader.Read(folder.Path))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Take(entry, folder);
                progress.Advance(entry.Path);
            }
        }
    }

    /// <summary>The folder whose record this is; null where the record is none of those that a sync is about.</summary>
    public SyncFolder? FolderOf(string path)
    {
        string compared = RecordKey.ComparedForm(path);
        SyncFolder? folder = Array.Find(_deepestFirst, folder => folder.Contains(compared));
        return folder is null || !IsMeant(path, compared, folder) ? null : folder;
    }

    /// <summary>Whether there is a file, and which; a file may be there and passed over.</summary>
    public bool TryGet(string path, out FolderFile? file) => _files.TryGetValue(RecordKey.ComparedForm(path), out file);

    /// <summary>The folder below a named one that a path leads through and in which there is nothing at all; null where there is none.</summary>
    public string? EmptyFolderOf(string path, SyncFolder folder)
    {
        string compared = _empty.Count == 0 ? "" : RecordKey.ComparedForm(path);
        for (int end = compared.LastIndexOfAny(['/', '\\']); end > folder.Depth; end = compared.LastIndexOfAny(['/', '\\'], end - 1))
        {
            if (_empty.Contains(compared[..end]))
                return path[..end];
        }

        return null;
    }

    private void Miss(SyncFolder folder)
    {
        folder.MayRemove = _options.Force;
        if (!_options.Force)
        {
            Problems.Add(new SyncException(
                SyncError.FolderNotFound,
                folder.Path,
                $"There is no folder '{folder.Path}', so nothing of it was removed from the store. Where it is gone for good, -Force removes its records."));
        }
    }

    private void Take(FolderEntry entry, SyncFolder folder)
    {
        string compared = RecordKey.ComparedForm(entry.Path);
        switch (entry.Kind)
        {
            case FolderEntryKind.File:
                SyncFolder owner = Array.Find(_deepestFirst, candidate => candidate.Contains(compared))!;
                if (owner != folder)
                    return;
                _files[compared] = new FolderFile(
                    entry.Path, entry.File!.Length, entry.File.LastWriteTimeUtc, !_options.IncludeOffline && _options.IsOffline(entry.File), folder);
                break;
            case FolderEntryKind.EmptyFolder:
                _empty.Add(compared);
                break;
            case FolderEntryKind.PassedOverFile:
                PassedOver += _files.TryAdd(compared, null) ? 1 : 0;
                break;
            case FolderEntryKind.PassedOverFolder:
                PassedOver += _passedOver.Add(compared) ? 1 : 0;
                break;
            default:
                folder.MayRemove = false;
                Problems.Add(new SyncException(
                    SyncError.FolderUnreadable,
                    entry.Path,
                    $"The folder '{entry.Path}' could not be read whole, so nothing below '{folder.Path}' was removed from the store: {entry.Error!.Message}",
                    entry.Error));
                break;
        }
    }

    /// <summary>Whether a file of this path would have been listed if it were there.</summary>
    private bool IsMeant(string path, string compared, SyncFolder folder)
    {
        int end = path.LastIndexOfAny(['/', '\\']);
        if (!_options.Reader.IsWanted(path[(end + 1)..]))
            return false;

        for (int start = folder.Depth; start <= end;)
        {
            int next = path.IndexOfAny(['/', '\\'], start);
            if (_options.Reader.IsExcluded(path[start..next]) || _passedOver.Contains(compared[..next]))
                return false;
            start = next + 1;
        }

        return true;
    }
}

/// <summary>A file of a folder that is synced.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastWriteTime">When it was last written.</param>
/// <param name="IsOffline">Whether it is kept elsewhere and is not to be downloaded.</param>
/// <param name="Folder">The folder.</param>
internal sealed record FolderFile(string Path, long Length, DateTimeOffset LastWriteTime, bool IsOffline, SyncFolder Folder);
