using System.Collections.Immutable;

namespace ImageMatch.Scanning;

/// <summary>What one index holds, or several that change together: whoever reads sees all of a change or none of it.</summary>
/// <param name="count">How many indexes.</param>
internal sealed class PublishedStates(int count)
{
    private readonly Lock _changing = new();
    private readonly Lock _gate = new();
    private ImmutableArray<IndexState> _states = [.. Enumerable.Repeat(IndexState.Empty, count)];

    /// <summary>What they hold now, kept in memory until the snapshot is disposed of.</summary>
    public IndexSnapshot Acquire()
    {
        lock (_gate)
            return new IndexSnapshot(_states);
    }

    /// <summary>Publishes other states in place of the present ones. One change is made after the other; searches do not wait for it.</summary>
    public void Change(Func<ImmutableArray<IndexState>, ImmutableArray<IndexState>> change)
    {
        lock (_changing)
        {
            ImmutableArray<IndexState> before = _states;
            ImmutableArray<IndexState> after = change(before);
            lock (_gate)
                _states = after;

            // Those who read them still hold them.
            foreach (Segment segment in Segments(before).Except(Segments(after)))
                segment.Dispose();
        }
    }

    private static IEnumerable<Segment> Segments(ImmutableArray<IndexState> states) => states.SelectMany(state => state.Segments).Select(live => live.Segment);
}

/// <summary>What indexes held at one moment; their memory is given back when the last snapshot of it is disposed of.</summary>
internal sealed class IndexSnapshot : IDisposable
{
    private int _disposed;

    public IndexSnapshot(ImmutableArray<IndexState> states)
    {
        States = states;
        foreach (IndexState state in states)
            state.Acquire();
    }

    public ImmutableArray<IndexState> States { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        foreach (IndexState state in States)
            state.Release();
    }
}
