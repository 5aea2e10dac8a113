using System.Collections.Immutable;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>What an index holds at one moment.</summary>
/// <param name="Segments">The packed signatures.</param>
/// <param name="Irregular">Those that have no half.</param>
internal sealed record IndexState(ImmutableArray<LiveSegment> Segments, ImmutableDictionary<long, Signature> Irregular)
{
    public static IndexState Empty { get; } = new([], ImmutableDictionary<long, Signature>.Empty);

    public long Count => Segments.Sum(live => (long)live.Count) + Irregular.Count;

    /// <summary>Takes numbers out.</summary>
    public IndexState Without(IReadOnlyCollection<long> numbers) =>
        new([.. Segments.Select(live => live.Without(numbers))], Irregular.RemoveRange(numbers));

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
