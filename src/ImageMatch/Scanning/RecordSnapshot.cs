namespace ImageMatch.Scanning;

/// <summary>
/// What a <see cref="RecordIndex"/> held at one moment. A search knows records: each is found once, with its smallest distance. Its memory is given back when the
/// last snapshot of it is disposed of.
/// </summary>
public sealed class RecordSnapshot : IDisposable
{
    private readonly IndexSnapshot _snapshot;

    internal RecordSnapshot(IndexSnapshot snapshot) => _snapshot = snapshot;

    /// <summary>How many records there were.</summary>
    public long Count => Pictures.Count;

    private IndexState Pictures => _snapshot.States[0];

    /// <summary>Null where records have none.</summary>
    private IndexState? Windows => _snapshot.States.ElementAtOrDefault(1);

    /// <summary>Every record below the cut-offs, for each scan.</summary>
    /// <returns>For each scan its hits, in no particular order.</returns>
    public IReadOnlyList<IReadOnlyList<RecordHit>> Search(IReadOnlyList<RecordScan> scans, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scans);
        HitList[] hits = [.. scans.Select(scan => new HitList(scan))];
        Run(Pictures, [.. hits.SelectMany(list => list.OfPictures())], number => (number, 0), cancellationToken);
        if (Windows is { } windows)
            Run(windows, [.. hits.Select(list => list.OfWindows())], place => (StoredPlace.RecordOf(place), StoredPlace.WindowOf(place)), cancellationToken);
        return [.. hits.Select(list => list.Nearest)];
    }

    /// <summary>Writes all records, to be read again by <see cref="RecordIndex.Load"/>.</summary>
    public void Save(Stream stream)
    {
        foreach (IndexState state in _snapshot.States)
            IndexStream.Write(state, stream);
    }

    /// <inheritdoc/>
    public void Dispose() => _snapshot.Dispose();

    private static void Run(
        IndexState state,
        IReadOnlyList<(HitList Hits, ScanQuery Query, IReadOnlyList<int> Which)> asked,
        Func<long, (long Record, int Window)> read,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<ScanHit>> found = IndexScan.Default.Search(state, [.. asked.Select(each => each.Query)], cancellationToken);
        for (int i = 0; i < asked.Count; i++)
        {
            foreach (ScanHit hit in found[i])
            {
                (long record, int window) = read(hit.Number);
                asked[i].Hits.Add(new RecordHit(record, hit.Distance, asked[i].Which[hit.Which], window));
            }
        }
    }

    /// <summary>Gathers the hits of one scan, each record once.</summary>
    private sealed class HitList(RecordScan scan)
    {
        private readonly Dictionary<long, RecordHit> _nearest = [];

        public IReadOnlyList<RecordHit> Nearest => [.. _nearest.Values];

        /// <summary>What is asked of the pictures as they are: whole pictures by their cut-off, windows by theirs.</summary>
        public IEnumerable<(HitList Hits, ScanQuery Query, IReadOnlyList<int> Which)> OfPictures()
        {
            foreach (IGrouping<bool, int> which in Enumerable.Range(0, scan.Asked.Count).GroupBy(i => scan.Asked[i].IsWindow))
                yield return (this, Query([.. which], scan.Cutoffs.Between(which.Key, isWindowStored: false), scan.Limit, scan.Accepts), [.. which]);
        }

        /// <summary>What is asked of the windows. Their hits are few, and several may be of one record: all are gathered.</summary>
        public (HitList Hits, ScanQuery Query, IReadOnlyList<int> Which) OfWindows()
        {
            int[] which = [.. Enumerable.Range(0, scan.Asked.Count)];
            return (this, Query(which, scan.Cutoffs.Window, null, scan.Accepts is { } accepts ? place => accepts(StoredPlace.RecordOf(place)) : null), which);
        }

        public void Add(RecordHit hit)
        {
            if (!_nearest.TryGetValue(hit.Number, out RecordHit present) || Order(hit).CompareTo(Order(present)) < 0)
                _nearest[hit.Number] = hit;
        }

        private static (double, int, int) Order(RecordHit hit) => (hit.Distance, hit.Which, hit.Window);

        private ScanQuery Query(int[] which, double cutoff, int? limit, Func<long, bool>? accepts) =>
            new(Array.ConvertAll(which, i => scan.Asked[i].Signature), cutoff, limit, accepts, scan.LineArt);
    }
}
