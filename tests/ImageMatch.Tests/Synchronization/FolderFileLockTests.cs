using ImageMatch.Synchronization;

namespace ImageMatch.Tests.Synchronization;

/// <summary>Locks in files beside a store.</summary>
public sealed class FolderFileLockTests : FolderLockContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");

    public void Dispose() => _folder.Delete(recursive: true);

    protected override FolderLock AcquireLock(IReadOnlyList<string> folders) => FolderFileLock.Acquire(Path.Combine(_folder.FullName, "locks"), folders);
}
