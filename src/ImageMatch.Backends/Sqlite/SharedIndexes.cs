namespace ImageMatch.Backends.Sqlite;

/// <summary>
/// The indexes of this process, one for each store in use, shared by all that have it open. An index outlives its last user for a while, so that a script whose
/// every command opens the store reads it once.
/// </summary>
internal static class SharedIndexes
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);
    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Path, string StoreId), Entry> Entries = [];

    /// <summary>The index of a store; to be released.</summary>
    public static SharedIndex Acquire(string path, string storeId, bool hasWindows)
    {
        lock (Gate)
        {
            if (!Entries.TryGetValue((path, storeId), out Entry? entry))
                Entries.Add((path, storeId), entry = new Entry(new SharedIndex(hasWindows)));
            entry.Users++;
            entry.Expiry?.Dispose();
            entry.Expiry = null;
            return entry.Index;
        }
    }

    /// <summary>Gives an index back.</summary>
    public static void Release(string path, string storeId)
    {
        lock (Gate)
        {
            Entry entry = Entries[(path, storeId)];
            if (--entry.Users == 0)
                entry.Expiry = new Timer(_ => Expire(path, storeId), null, Keep, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Expire(string path, string storeId)
    {
        Entry? entry;
        lock (Gate)
        {
            if (!Entries.TryGetValue((path, storeId), out entry) || entry.Users > 0)
                return;
            entry.Expiry?.Dispose();
            Entries.Remove((path, storeId));
        }

        entry.Index.Clear();
    }

    private sealed class Entry(SharedIndex index)
    {
        public SharedIndex Index => index;

        public int Users { get; set; }

        public Timer? Expiry { get; set; }
    }
}
