namespace ImageMatch.Backends.Caching;

/// <summary>
/// Values of this process, each shared by all who use it at once. A value outlives its last user for a while, so that a script whose every command needs it makes
/// it once.
/// </summary>
/// <param name="keep">For how long.</param>
/// <param name="giveUp">What is done with a value then.</param>
internal sealed class SharedValues<TKey, TValue>(TimeSpan keep, Action<TValue> giveUp)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>The value of a key; to be released.</summary>
    public TValue Acquire(TKey key, Func<TValue> create)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out Entry? entry))
                _entries.Add(key, entry = new Entry(create()));
            entry.Users++;
            entry.Expiry?.Dispose();
            entry.Expiry = null;
            return entry.Value;
        }
    }

    /// <summary>Gives a value back.</summary>
    public void Release(TKey key)
    {
        lock (_gate)
        {
            Entry entry = _entries[key];
            if (--entry.Users == 0)
                entry.Expiry = new Timer(_ => Expire(key), null, keep, Timeout.InfiniteTimeSpan);
        }
    }

    private void Expire(TKey key)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out entry) || entry.Users > 0)
                return;
            entry.Expiry?.Dispose();
            _entries.Remove(key);
        }

        giveUp(entry.Value);
    }

    private sealed class Entry(TValue value)
    {
        public TValue Value => value;

        public int Users { get; set; }

        public Timer? Expiry { get; set; }
    }
}
