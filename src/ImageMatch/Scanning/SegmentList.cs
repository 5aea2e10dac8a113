namespace ImageMatch.Scanning;

/// <summary>
/// The segments of an index while it is changed. They stay few: a new one takes in the smaller ones before it, so that each is at least twice as large as the
/// next, and a signature is moved about as many times as the index can be halved.
/// </summary>
internal sealed unsafe class SegmentList
{
    private readonly HashSet<Segment> _published;
    private readonly List<LiveSegment> _segments;

    /// <param name="segments">To start with.</param>
    /// <param name="published">Those that searches may be using; others are given up as soon as they are merged.</param>
    public SegmentList(IEnumerable<LiveSegment> segments, IEnumerable<LiveSegment> published)
    {
        _segments = [.. segments];
        _published = [.. published.Select(live => live.Segment)];
    }

    /// <summary>Merges new signatures in.</summary>
    /// <param name="draft">In any order, not sealed.</param>
    public void Add(Segment draft)
    {
        if (draft.Count == 0)
            return;

        var sources = new List<LiveSegment> { new(draft) };
        int count = draft.Count;
        while (_segments.Count > 0 && _segments[^1].Count < 2 * count && _segments[^1].Count + count <= Segment.MaxCount)
        {
            count += _segments[^1].Count;
            sources.Add(_segments[^1]);
            _segments.RemoveAt(_segments.Count - 1);
        }

        _segments.Add(Merge(sources, count));
    }

    /// <summary>Gives up what has been removed where that is half of a segment or more.</summary>
    public IReadOnlyList<LiveSegment> Finish()
    {
        for (int i = _segments.Count - 1; i >= 0; i--)
        {
            LiveSegment live = _segments[i];
            if (live.Count > live.Segment.Count / 2)
                continue;

            _segments.RemoveAt(i);
            if (live.Count > 0)
                _segments.Insert(i, Merge([live], live.Count));
        }

        return _segments;
    }

    private LiveSegment Merge(List<LiveSegment> sources, int count)
    {
        // Class, source and slot in one number to sort by: slots and sources fit into 20 bits each.
        using var memory = new AlignedMemory((long)count * sizeof(ulong));
        var keys = new Span<ulong>(memory.Pointer, count);
        int next = 0;
        for (int source = 0; source < sources.Count; source++)
        {
            LiveSegment live = sources[source];
            for (int slot = 0; slot < live.Segment.Count; slot++)
            {
                if (live.Has(slot))
                    keys[next++] = ((ulong)live.Segment.ClassOf(slot).Key << 40) | ((ulong)source << 20) | (uint)slot;
            }
        }

        keys.Sort();
        var merged = new Segment(count);
        foreach (ulong key in keys)
            merged.Add(sources[(int)(key >> 20 & 0xFFFFF)].Segment, (int)(key & 0xFFFFF));

        merged.Seal();
        foreach (LiveSegment live in sources)
        {
            if (!_published.Contains(live.Segment))
                live.Segment.Dispose();
        }

        return new(merged);
    }
}
