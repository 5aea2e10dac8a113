using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>
/// The signatures of records in memory: of the pictures as they are and, beside them, of their windows. A search knows records: each is found once, with its
/// smallest distance. Without windows it costs what <see cref="SignatureIndex"/> costs. Safe to be called from several threads.
/// </summary>
public sealed class RecordIndex
{
    private readonly SignatureIndex _pictures = new();
    private readonly SignatureIndex? _windows;

    /// <summary>An empty index.</summary>
    /// <param name="hasWindows">Whether records have windows.</param>
    public RecordIndex(bool hasWindows) => _windows = hasWindows ? new SignatureIndex() : null;

    /// <summary>How many records it holds.</summary>
    public long Count => _pictures.Count;

    /// <summary>Adds records, or replaces those whose number is present.</summary>
    public void Set(IReadOnlyList<IndexedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (_windows is not null)
        {
            _windows.Remove([.. records.SelectMany(record => AllWindowsOf(record.Number).Except(record.Windows.Select(window => Place(record.Number, window.Number))))]);
            _windows.Set([.. records.SelectMany(record => record.Windows.Select(window => (Place(record.Number, window.Number), window.Signature)))]);
        }

        _pictures.Set([.. records.Select(record => (record.Number, record.Signature))]);
    }

    /// <summary>Takes records out; numbers that are not there are left alone.</summary>
    public void Remove(IReadOnlyCollection<long> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        _pictures.Remove(numbers);
        _windows?.Remove([.. numbers.SelectMany(AllWindowsOf)]);
    }

    /// <summary>Every record below the cut-offs, for each scan.</summary>
    /// <returns>For each scan its hits, in no particular order.</returns>
    public IReadOnlyList<IReadOnlyList<RecordHit>> Search(IReadOnlyList<RecordScan> scans, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scans);
        HitList[] hits = [.. scans.Select(scan => new HitList(scan))];
        Run(_pictures, [.. hits.SelectMany(list => list.OfPictures())], number => (number, 0), cancellationToken);
        if (_windows is not null)
            Run(_windows, [.. hits.Select(list => list.OfWindows(RecordOf))], place => (RecordOf(place), (int)(place % StoredWindow.NumberLimit)), cancellationToken);
        return [.. hits.Select(list => list.Nearest)];
    }

    /// <summary>Writes all that the index holds, to be read again by <see cref="Load"/>.</summary>
    public void Save(Stream stream)
    {
        _pictures.Save(stream);
        _windows?.Save(stream);
    }

    /// <summary>Reads what <see cref="Save"/> wrote, into an index that is empty and has windows where the saved one had them.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else, or was written by another version.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too soon.</exception>
    public void Load(Stream stream)
    {
        _pictures.Load(stream);
        _windows?.Load(stream);
    }

    private static void Run(
        SignatureIndex index,
        IReadOnlyList<(HitList Hits, ScanQuery Query, IReadOnlyList<int> Which)> asked,
        Func<long, (long Record, int Window)> read,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<ScanHit>> found = index.Search([.. asked.Select(each => each.Query)], cancellationToken);
        for (int i = 0; i < asked.Count; i++)
        {
            foreach (ScanHit hit in found[i])
            {
                (long record, int window) = read(hit.Number);
                asked[i].Hits.Add(new RecordHit(record, hit.Distance, asked[i].Which[hit.Which], window));
            }
        }
    }

    private static long Place(long number, int window) => (number * StoredWindow.NumberLimit) + window;

    private static long RecordOf(long place) => place / StoredWindow.NumberLimit;

    private static IEnumerable<long> AllWindowsOf(long number) => Enumerable.Range(1, StoredWindow.NumberLimit - 1).Select(window => Place(number, window));

    /// <summary>Gathers the hits of one scan, each record once.</summary>
    private sealed class HitList(RecordScan scan)
    {
        private readonly Dictionary<long, RecordHit> _nearest = [];

        public IReadOnlyList<RecordHit> Nearest => [.. _nearest.Values];

        /// <summary>What is asked of the pictures as they are: whole pictures by their cut-off, windows by theirs.</summary>
        public IEnumerable<(HitList Hits, ScanQuery Query, IReadOnlyList<int> Which)> OfPictures()
        {
            foreach (IGrouping<bool, int> which in Enumerable.Range(0, scan.Asked.Count).GroupBy(i => scan.Asked[i].IsWindow))
                yield return (this, Query([.. which], which.Key ? scan.WindowCutoff : scan.DistanceCutoff, scan.Limit, scan.Accepts), [.. which]);
        }

        /// <summary>What is asked of the windows. Their hits are few, and several may be of one record: all are gathered.</summary>
        public (HitList Hits, ScanQuery Query, IReadOnlyList<int> Which) OfWindows(Func<long, long> recordOf)
        {
            int[] which = [.. Enumerable.Range(0, scan.Asked.Count)];
            return (this, Query(which, scan.WindowCutoff, null, scan.Accepts is { } accepts ? place => accepts(recordOf(place)) : null), which);
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

/// <summary>A record for the index.</summary>
/// <param name="Number">Its number, below 2^58.</param>
/// <param name="Signature">Of the picture as it is.</param>
/// <param name="Windows">Of its windows.</param>
public readonly record struct IndexedRecord(long Number, Signature Signature, IReadOnlyList<StoredWindow> Windows);

/// <summary>One search among records.</summary>
/// <param name="Asked">The signatures asked for; a hit tells which by its place here.</param>
/// <param name="DistanceCutoff">Pictures as they are match below this.</param>
/// <param name="WindowCutoff">Where one of two is a window they match below this.</param>
/// <param name="Limit">Only the nearest so many records are needed; more may be given. Null for all.</param>
/// <param name="Accepts">Which numbers count; null for all. Asked from any thread, but never by two at once.</param>
/// <param name="LineArt">Whether distances are those for line art, see <see cref="SignatureDistance.Between"/>.</param>
public sealed record RecordScan(
    IReadOnlyList<AskedOfRecords> Asked, double DistanceCutoff, double WindowCutoff, int? Limit = null, Func<long, bool>? Accepts = null, bool LineArt = false);

/// <summary>A signature asked for.</summary>
/// <param name="Signature">The signature.</param>
/// <param name="IsWindow">Whether it is that of a window.</param>
public readonly record struct AskedOfRecords(Signature Signature, bool IsWindow);

/// <summary>A record below the cut-off.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Distance">Its smallest distance.</param>
/// <param name="Which">The place of the signature asked for that is nearest; the first where several are.</param>
/// <param name="Window">The number of the stored window that is nearest; 0 for the picture as it is.</param>
public readonly record struct RecordHit(long Number, double Distance, int Which, int Window);
