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

/// <summary>How far planning has come; read by another thread than the one at work.</summary>
public sealed class SyncProgress
{
    private long _done;
    private volatile string _current = "";

    /// <summary>What is being done.</summary>
    public SyncPhase Phase { get; private set; }

    /// <summary>How many files or records are done in this phase.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>How many there are; 0 where that is not known.</summary>
    public long Total { get; private set; }

    /// <summary>The one at hand.</summary>
    public string Current => _current;

    internal void Begin(SyncPhase phase, long total = 0)
    {
        (Phase, Total) = (phase, total);
        Interlocked.Exchange(ref _done, 0);
    }

    internal void Advance(string current)
    {
        _current = current;
        Interlocked.Increment(ref _done);
    }
}
