using System.Security.Cryptography;
using System.Text;
using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>
/// Keeps other syncs off folders, and off those above and below it. The system holds the locks, so that none is left behind by a process that ends, however it
/// ends: the empty files that stay are no locks.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly List<FileStream> _files = [];
    private readonly List<string> _folders = [];
    private readonly List<SyncException> _problems = [];

    private FolderLock()
    {
    }

    /// <summary>The folders that are locked.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>Why others are not: another sync has them (<see cref="SyncError.SyncInProgress"/>).</summary>
    public IReadOnlyList<SyncException> Problems => _problems;

    /// <summary>Takes the locks of folders.</summary>
    /// <param name="lockFolder">Where the files are that are locked; who shares a store shares this folder. It is made where it is missing.</param>
    /// <param name="folders">The absolute paths of the folders to be synced. One may lie in another.</param>
    /// <exception cref="StoreException">Locks cannot be written (<see cref="StoreError.StoreReadOnly"/>).</exception>
    public static FolderLock Acquire(string lockFolder, IReadOnlyList<string> folders)
    {
        var taken = new FolderLock();
        try
        {
            Directory.CreateDirectory(lockFolder);
            foreach (IGrouping<string, string> group in folders.GroupBy(folder => Outermost(folder, folders)))
                taken.Take(lockFolder, group.Key, group);
            return taken;
        }
        catch (Exception error)
        {
            taken.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new StoreException(StoreError.StoreReadOnly, $"The locks of syncs cannot be written in {lockFolder}: {error.Message}", error);
            throw;
        }
    }

    /// <summary>Gives the locks back.</summary>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    /// <summary>The folder among others that holds a folder and all others that hold it.</summary>
    private static string Outermost(string folder, IEnumerable<string> folders)
    {
        string compared = RecordKey.ComparedForm(Path.TrimEndingDirectorySeparator(folder));
        return Path.TrimEndingDirectorySeparator(folders.Where(other => new SyncFolder(other).Contains(compared)).MinBy(other => other.Length) ?? folder);
    }

    /// <summary>Locks a folder: nobody else may have it, and those above it may be had only by others who work beside it.</summary>
    private void Take(string lockFolder, string outermost, IEnumerable<string> folders)
    {
        int before = _files.Count;
        try
        {
            _files.Add(Open(lockFolder, outermost, FileShare.None));
            for (string? above = Path.GetDirectoryName(outermost); above is not null; above = Path.GetDirectoryName(above))
                _files.Add(Open(lockFolder, above, FileShare.Read));
            _folders.AddRange(folders);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
        {
            _files[before..].ForEach(file => file.Dispose());
            _files.RemoveRange(before, _files.Count - before);
            _problems.Add(new SyncException(
                SyncError.SyncInProgress, outermost, $"'{outermost}', or a folder above or below it, is being synced with this store already. Try again when that has ended.", error));
        }
    }

    private static FileStream Open(string lockFolder, string folder, FileShare share)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(RecordKey.ComparedForm(folder)));
        string path = Path.Combine(lockFolder, Convert.ToHexStringLower(hash.AsSpan(0, 16)) + ".lock");
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, share, bufferSize: 0);
    }
}
