using System.Security.Cryptography;
using System.Text;
using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>
/// Locks folders by files that who shares a store shares too. The system holds the locks, so that none is left behind by a process that ends: the empty files
/// that stay are no locks.
/// </summary>
public sealed class FolderFileLock : FolderLock
{
    private readonly string _lockFolder;
    private readonly List<FileStream> _files = [];

    private FolderFileLock(string lockFolder) => _lockFolder = lockFolder;

    /// <summary>Takes the locks of folders.</summary>
    /// <param name="lockFolder">Where the files are that are locked. It is made where it is missing.</param>
    /// <param name="folders">The absolute paths of the folders to be synced. One may lie in another.</param>
    /// <exception cref="StoreException">Locks cannot be written (<see cref="StoreError.StoreReadOnly"/>).</exception>
    public static FolderFileLock Acquire(string lockFolder, IReadOnlyList<string> folders)
    {
        var taken = new FolderFileLock(lockFolder);
        try
        {
            Directory.CreateDirectory(lockFolder);
            taken.Take(folders);
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

    /// <inheritdoc/>
    public override void Dispose() => _files.ForEach(file => file.Dispose());

    /// <summary>Nobody else may have the folder, and those above it may be had only by others who work beside it.</summary>
    protected override bool TryTake(string outermost)
    {
        int before = _files.Count;
        try
        {
            _files.Add(Open(outermost, FileShare.None));
            for (string? above = Path.GetDirectoryName(outermost); above is not null; above = Path.GetDirectoryName(above))
                _files.Add(Open(above, FileShare.Read));
            return true;
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
        {
            _files[before..].ForEach(file => file.Dispose());
            _files.RemoveRange(before, _files.Count - before);
            return false;
        }
    }

    private FileStream Open(string folder, FileShare share)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(RecordKey.ComparedForm(folder)));
        string path = Path.Combine(_lockFolder, Convert.ToHexStringLower(hash.AsSpan(0, 16)) + ".lock");
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, share, bufferSize: 0);
    }
}
