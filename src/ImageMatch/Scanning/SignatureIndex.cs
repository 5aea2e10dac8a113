using ImageMatch.Scanning.Kernels;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>
/// Compares every signature held with every one asked for, at the pace of memory: 152 bytes a signature, of which a search reads 68 and the rest of the few
/// that come near. Signatures of another form than the default options give are held too and compared value by value.
/// </summary>
public sealed class SignatureIndex : ISignatureIndex
{
    private readonly IndexScan _scan;
    private readonly PublishedStates _published = new(1);

    /// <summary>An empty index whose searches use all processors.</summary>
    public SignatureIndex()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>An empty index.</summary>
    /// <param name="threads">How many threads a search may use; at least 1.</param>
    public SignatureIndex(int threads)
        : this(threads, ScanKernel.Best)
    {
    }

    internal SignatureIndex(int threads, ScanKernel kernel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _scan = new IndexScan(threads, kernel);
    }

    /// <inheritdoc/>
    public long Count
    {
        get
        {
            using IndexSnapshot snapshot = _published.Acquire();
            return snapshot.States[0].Count;
        }
    }

    /// <inheritdoc/>
    public void Set(IReadOnlyList<(long Number, Signature Signature)> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        _published.Change(states => [states[0].Change([], signatures)]);
    }

    /// <inheritdoc/>
    public void Remove(IReadOnlyCollection<long> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        _published.Change(states => [states[0].Change(numbers, [])]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<ScanHit>> Search(IReadOnlyList<ScanQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        using IndexSnapshot snapshot = _published.Acquire();
        return _scan.Search(snapshot.States[0], queries, cancellationToken);
    }

    /// <summary>Writes all that the index holds, to be read again by <see cref="Load"/>: as it lies in memory, so that a million are read in a fraction of a second.</summary>
    /// <remarks>For this version on this kind of processor only; where it is kept it can be made again from what it was made from.</remarks>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using IndexSnapshot snapshot = _published.Acquire();
        IndexStream.Write(snapshot.States[0], stream);
    }

    /// <summary>Reads what <see cref="Save"/> wrote, in place of what the index holds.</summary>
    /// <remarks>What it reads is checked to be safe to search, not to be true: whoever keeps it is to tell by a hash whether it is what was saved.</remarks>
    /// <exception cref="InvalidDataException">The stream holds something else, or was written by another version; the index is as it was.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too soon; the index is as it was.</exception>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _published.Change(_ => [IndexStream.Read(stream)]);
    }
}
