using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>Queries that are asked in one pass over memory.</summary>
internal sealed unsafe class QueryBatch : IDisposable
{
    /// <summary>What one pass asks at most, so that the tables stay in the processor's caches.</summary>
    private const int MaxHalves = 4096;

    private readonly AlignedMemory _tables;

    private QueryBatch(AskedHalf[] halves, AskedSignature[] irregular, AskedSignature[] all)
    {
        Halves = halves;
        Irregular = irregular;
        All = all;
        _tables = new AlignedMemory(Math.Max(1, halves.Length) * (long)SegmentLayout.TableBytes);
        for (int i = 0; i < halves.Length; i++)
            halves[i].WriteTable(Table(i));
    }

    /// <summary>The different halves, opposites taken together.</summary>
    public AskedHalf[] Halves { get; }

    /// <summary>Signatures that have no half, to be compared value by value.</summary>
    public AskedSignature[] Irregular { get; }

    /// <summary>All signatures as they were asked.</summary>
    public AskedSignature[] All { get; }

    /// <summary>Takes queries in passes.</summary>
    public static IEnumerable<QueryBatch> Of(IEnumerable<HitCollector> queries)
    {
        var halves = new List<AskedHalf>();
        var irregular = new List<AskedSignature>();
        var all = new List<AskedSignature>();
        foreach (HitCollector query in queries)
        {
            Take(query, halves, irregular, all);
            if (halves.Count < MaxHalves)
                continue;

            yield return new QueryBatch([.. halves], [.. irregular], [.. all]);
            halves.Clear();
            irregular.Clear();
            all.Clear();
        }

        if (all.Count > 0)
            yield return new QueryBatch([.. halves], [.. irregular], [.. all]);
    }

    /// <summary>The table of a half; those of the next follow it.</summary>
    public byte* Table(int half) => _tables.Pointer + ((long)half * SegmentLayout.TableBytes);

    /// <inheritdoc/>
    public void Dispose() => _tables.Dispose();

    private static void Take(HitCollector query, List<AskedHalf> halves, List<AskedSignature> irregular, List<AskedSignature> all)
    {
        // Nothing is below such a cut-off, a NaN among them.
        if (!(query.Cutoff > 0))
            return;

        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        int first = halves.Count;
        for (int which = 0; which < query.Signatures.Count; which++)
        {
            var asked = new AskedSignature(query, query.Signatures[which], which);
            all.Add(asked);
            if (!PackedSignature.TryGetHalf(asked.Signature.Values, half))
                irregular.Add(asked);
            else if (!TryTakeIn(halves, first, half, which))
                halves.Add(new AskedHalf(query, half, which));
        }
    }

    private static bool TryTakeIn(List<AskedHalf> halves, int first, ReadOnlySpan<sbyte> half, int which)
    {
        for (int i = first; i < halves.Count; i++)
        {
            if (halves[i].TryTakeIn(half, which))
                return true;
        }

        return false;
    }
}
