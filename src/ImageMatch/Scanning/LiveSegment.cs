namespace ImageMatch.Scanning;

/// <summary>A segment and which of its signatures have been removed. Not changed: removing makes another one, so that a running search keeps what it started with.</summary>
internal sealed class LiveSegment
{
    private readonly ulong[]? _removed;

    public LiveSegment(Segment segment)
        : this(segment, null, segment.Count)
    {
    }

    /// <param name="segment">The segment.</param>
    /// <param name="removed">A bit for each slot that has been removed; bits after the last slot are left alone.</param>
    public LiveSegment(Segment segment, ulong[] removed)
        : this(segment, removed, 0)
    {
        Count = Enumerable.Range(0, segment.Count).Count(Has);
    }

    private LiveSegment(Segment segment, ulong[]? removed, int count)
    {
        Segment = segment;
        _removed = removed;
        Count = count;
    }

    public Segment Segment { get; }

    /// <summary>Signatures that have not been removed.</summary>
    public int Count { get; }

    /// <summary>A bit for each slot that has been removed; empty if none has.</summary>
    public ReadOnlySpan<ulong> Removed => _removed;

    public bool Has(int slot) => _removed is null || (_removed[slot / 64] >> (slot % 64) & 1) == 0;

    public LiveSegment Without(IReadOnlyCollection<long> numbers)
    {
        ulong[]? removed = null;
        int count = Count;
        foreach (long number in numbers)
        {
            int slot = Segment.Find(number);
            if (slot < 0 || !Has(slot))
                continue;

            removed ??= _removed?.ToArray() ?? new ulong[Segment.BlockCount];
            ulong bit = 1UL << (slot % 64);
            count -= (removed[slot / 64] & bit) == 0 ? 1 : 0;
            removed[slot / 64] |= bit;
        }

        return removed is null ? this : new(Segment, removed, count);
    }
}
