namespace ImageMatch.Synchronization;

/// <summary>What a sync is at.</summary>
public enum SyncPhase
{
    /// <summary>Listing the folders.</summary>
    ReadingFolders,

    /// <summary>Reading the store's records and comparing them with the files.</summary>
    ComparingRecords,

    /// <summary>Reading files that may have moved, and files that may be pictures.</summary>
    ReadingFiles,
}

/// <summary>How far planning has come at a moment.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Done">Files that are done in this phase.</param>
/// <param name="Total">How many there are, as far as is known: there may be more records than files. Null where nobody knows.</param>
/// <param name="Current">The one at hand.</param>
public readonly record struct SyncProgress(SyncPhase Phase, long Done, long? Total, string Current);

/// <summary>Keeps up how far planning has come, for another thread than the one at work.</summary>
internal sealed class SyncTracker
{
    private readonly Lock _gate = new();
    private SyncProgress _now = new(SyncPhase.ReadingFolders, 0, null, "");

    /// <summary>As it is at this moment.</summary>
    public SyncProgress Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    public void Begin(SyncPhase phase, long total)
    {
        lock (_gate)
            _now = new SyncProgress(phase, 0, total, "");
    }

    public void Advance(string current)
    {
        lock (_gate)
            _now = _now with { Done = _now.Done + 1, Current = current };
    }
}
