using ImageMatch.Synchronization;

namespace ImageMatch.Tests.Synchronization;

/// <summary>What locks of folders keep to, wherever they lie. Each test has a store of its own.</summary>
public abstract class FolderLockContract
{
    [SkippableTheory]
    [InlineData("/photos/2024", "/photos/2024", false)]
    [InlineData("/photos/2024", "/photos/2024/", false)]
    [InlineData("/photos/2024", "/photos", false)]
    [InlineData("/photos/2024", "/photos/2024/march/1", false)]
    [InlineData("/photos/2024", "/photos/2025", true)]
    [InlineData("/photos/2024", "/photos/202", true)]
    public void A_folder_is_locked_with_those_above_and_below_it(string locked, string asked, bool expected)
    {
        using (Acquire(locked))
            Assert.Equal(expected, IsFree(asked));
        Assert.True(IsFree(asked));
    }

    [SkippableFact]
    public void A_lock_that_was_refused_leaves_none()
    {
        using (Acquire("/photos/2024"))
            Assert.False(IsFree("/photos"));
        Assert.True(IsFree("/photos/2025"));
        Assert.True(IsFree("/photos"));
    }

    [SkippableFact]
    public void One_sync_takes_folders_within_one_another()
    {
        using FolderLock taken = Acquire("/photos/2024", "/photos", "/photos/2024/march", "/scans");
        Assert.Equal(4, taken.Folders.Count);
        Assert.False(IsFree("/photos/2023"));
        Assert.False(IsFree("/"));
        Assert.True(IsFree("/music"));
    }

    [SkippableFact]
    public void Folders_that_another_sync_has_are_told_and_the_others_taken()
    {
        using FolderLock first = Acquire("/photos/2024");
        using FolderLock second = Acquire("/photos/2024", "/photos/2025");
        Assert.Equal([Path.GetFullPath("/photos/2025")], second.Folders);
        Assert.Equal((SyncError.SyncInProgress, Path.GetFullPath("/photos/2024")), (Assert.Single(second.Problems).Error, second.Problems[0].Path));
    }

    [SkippableFact]
    public void Of_many_that_come_at_once_one_gets_the_folder()
    {
        var taken = new FolderLock[8];
        Parallel.For(0, taken.Length, new ParallelOptions { MaxDegreeOfParallelism = taken.Length }, i => taken[i] = Acquire("/photos"));
        Assert.Single(taken, each => each.Problems.Count == 0);
        Array.ForEach(taken, each => each.Dispose());
        Assert.True(IsFree("/photos"));
    }

    private bool IsFree(string folder)
    {
        using FolderLock taken = Acquire(folder);
        return taken.Problems.Count == 0;
    }

    private FolderLock Acquire(params string[] folders) => AcquireLock(Array.ConvertAll(folders, Path.GetFullPath));

    protected abstract FolderLock AcquireLock(IReadOnlyList<string> folders);
}
