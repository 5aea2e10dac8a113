using System.Collections.Immutable;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>What an index holds at one moment. Not changed: a change makes another one, so that a running search keeps what it started with.</summary>
internal sealed class IndexState
{
    /// <summary>Signatures packed at a time.</summary>
    private const int PackedAtOnce = 1 << 17;

    private readonly Lazy<KeyValuePair<long, Signature>[]> _irregularList;

    /// <param name="segments">The packed signatures.</param>
    /// <param name="irregular">Those that have no half.</param>
    public IndexState(ImmutableArray<LiveSegment> segments, ImmutableDictionary<long, Signature> irregular)
    {
        Segments = segments;
        Irregular = irregular;
        _irregularList = new(() => [.. irregular]);
    }

    public static IndexState Empty { get; } = new([], ImmutableDictionary<long, Signature>.Empty);

    public ImmutableArray<LiveSegment> Segments { get; }

    public ImmutableDictionary<long, Signature> Irregular { get; }

    /// <summary>The same to be gone through by several threads, listed once for all searches.</summary>
    public ReadOnlyMemory<KeyValuePair<long, Signature>> IrregularList => _irregularList.Value;

    public long Count => Segments.Sum(live => (long)live.Count) + Irregular.Count;

    /// <summary>Whether a number is there.</summary>
    public bool Has(long number) => Irregular.ContainsKey(number) || Segments.Any(live => live.Segment.Find(number) is var slot and >= 0 && live.Has(slot));

    /// <summary>Takes numbers out, then adds signatures or replaces those whose number is present.</summary>
    public IndexState Change(IReadOnlyCollection<long> removed, IReadOnlyList<(long Number, Signature Signature)> set)
    {
        var latest = new Dictionary<long, Signature>(set.Count);
        foreach ((long number, Signature signature) in set)
            latest[number] = signature;

        var segments = new SegmentList(Segments.Select(live => live.Without(removed).Without(latest.Keys)), Segments);
        ImmutableDictionary<long, Signature>.Builder irregular = Irregular.RemoveRange(removed).RemoveRange(latest.Keys).ToBuilder();
        foreach (KeyValuePair<long, Signature>[] part in latest.Chunk(PackedAtOnce))
        {
            using var draft = new Segment(part.Length);
            foreach ((long number, Signature signature) in part)
            {
                if (!draft.TryAdd(number, signature))
                    irregular.Add(number, signature);
            }

            segments.Add(draft);
        }

        return new([.. segments.Finish()], irregular.ToImmutable());
    }

    /// <summary>Keeps the memory from being given back until <see cref="Release"/>.</summary>
    public void Acquire()
    {
        foreach (LiveSegment live in Segments)
        {
            bool acquired = false;
            live.Segment.Memory.DangerousAddRef(ref acquired);
        }
    }

    public void Release()
    {
        foreach (LiveSegment live in Segments)
            live.Segment.Memory.DangerousRelease();
    }
}
