using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>
/// The signatures of records in memory: of the pictures as they are and, beside them, of their windows. Without windows it costs what
/// <see cref="SignatureIndex"/> costs. Safe to be called from several threads.
/// </summary>
public sealed class RecordIndex
{
    private readonly bool _hasWindows;

    /// <summary>Of the pictures and, where records have them, of the windows.</summary>
    private readonly PublishedStates _published;

    /// <summary>An empty index.</summary>
    /// <param name="hasWindows">Whether records have windows.</param>
    public RecordIndex(bool hasWindows)
    {
        _hasWindows = hasWindows;
        _published = new PublishedStates(hasWindows ? 2 : 1);
    }

    /// <summary>How many records it holds.</summary>
    public long Count
    {
        get
        {
            using RecordSnapshot snapshot = Acquire();
            return snapshot.Count;
        }
    }

    /// <summary>Adds records, or replaces those whose number is present.</summary>
    public void Set(IReadOnlyList<IndexedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        (long, Signature)[] pictures = [.. records.Select(record => (record.Number, record.Signature))];
        (long, Signature)[] windows =
            [.. records.SelectMany(record => record.Windows.Select(window => (StoredPlace.Of(record.Number, window.Number), window.Signature)))];
        _published.Change(states => _hasWindows
            ? [states[0].Change([], pictures), states[1].Change(PlacesOf(records.Select(record => record.Number).Where(states[0].Has)), windows)]
            : [states[0].Change([], pictures)]);
    }

    /// <summary>Takes records out; numbers that are not there are left alone.</summary>
    public void Remove(IReadOnlyCollection<long> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        _published.Change(states => _hasWindows
            ? [states[0].Change(numbers, []), states[1].Change(PlacesOf(numbers.Where(states[0].Has)), [])]
            : [states[0].Change(numbers, [])]);
    }

    /// <summary>Takes all records out; their memory is given back as soon as nobody searches it.</summary>
    public void Clear() => _published.Change(states => [.. states.Select(_ => IndexState.Empty)]);

    /// <summary>What the index holds now, to be disposed of: later changes do not show in it.</summary>
    public RecordSnapshot Acquire() => new(_published.Acquire());

    /// <inheritdoc cref="RecordSnapshot.Search"/>
    public IReadOnlyList<IReadOnlyList<RecordHit>> Search(IReadOnlyList<RecordScan> scans, CancellationToken cancellationToken = default)
    {
        using RecordSnapshot snapshot = Acquire();
        return snapshot.Search(scans, cancellationToken);
    }

    /// <summary>Reads what <see cref="RecordSnapshot.Save"/> wrote, into an index that has windows where the saved one had them.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else, or was written by another version; the index is as it was.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too soon; the index is as it was.</exception>
    public void Load(Stream stream) => _published.Change(states => [.. states.Select(_ => IndexStream.Read(stream))]);

    /// <summary>Where windows of records may be.</summary>
    private static long[] PlacesOf(IEnumerable<long> records) => [.. records.SelectMany(StoredPlace.AllOf)];
}
