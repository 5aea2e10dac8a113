using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>Keeps other syncs of a store off folders, and off those above and below them, until it is disposed or its process ends, however that ends.</summary>
public abstract class FolderLock : IDisposable
{
    private readonly List<string> _folders = [];
    private readonly List<SyncException> _problems = [];

    /// <summary>The folders that are locked.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>Why others are not: another sync has them (<see cref="SyncError.SyncInProgress"/>).</summary>
    public IReadOnlyList<SyncException> Problems => _problems;

    /// <summary>Gives the folders back.</summary>
    public abstract void Dispose();

    /// <summary>Whether one of two folders is the other or lies in it.</summary>
    protected static bool Overlap(string one, string other)
    {
        (string compared, string comparedOther) = (RecordKey.ComparedForm(one), RecordKey.ComparedForm(other));
        return compared == comparedOther || new SyncFolder(one).Contains(comparedOther) || new SyncFolder(other).Contains(compared);
    }

    /// <summary>Takes folders, each that lies in another together with that one.</summary>
    /// <param name="folders">Absolute paths.</param>
    protected void Take(IReadOnlyList<string> folders)
    {
        foreach (IGrouping<string, string> group in folders.GroupBy(folder => Outermost(folder, folders)))
        {
            if (TryTake(group.Key))
                _folders.AddRange(group);
            else
                _problems.Add(InProgress(group.Key));
        }
    }

    /// <summary>Takes a folder with all that is below it; false where another sync has one above or below it, or the folder itself.</summary>
    protected abstract bool TryTake(string outermost);

    /// <summary>The folder among others that holds a folder and all others that hold it.</summary>
    private static string Outermost(string folder, IEnumerable<string> folders)
    {
        string compared = RecordKey.ComparedForm(Path.TrimEndingDirectorySeparator(folder));
        return Path.TrimEndingDirectorySeparator(folders.Where(other => new SyncFolder(other).Contains(compared)).MinBy(other => other.Length) ?? folder);
    }

    private static SyncException InProgress(string folder) => new(
        SyncError.SyncInProgress, folder, $"'{folder}', or a folder above or below it, is being synced with this store already. Try again when that has ended.");
}
