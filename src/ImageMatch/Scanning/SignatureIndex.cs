using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using ImageMatch.Scanning.Kernels;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>
/// Compares every signature held with every one asked for, at the pace of memory: 152 bytes a signature, of which a search reads 68 and the rest of the few
/// that come near. Signatures of another form than the default options give are held too and compared value by value.
/// </summary>
public sealed class SignatureIndex : ISignatureIndex
{
    /// <summary>Signatures packed at a time.</summary>
    private const int PackedAtOnce = 1 << 17;

    /// <summary>Irregular signatures compared between two looks at the cancellation token.</summary>
    private const int ComparedAtOnce = 1024;

    private readonly int _threads;
    private readonly ScanKernel _kernel;
    private readonly Lock _changing = new();
    private readonly Lock _gate = new();
    private IndexState _state = IndexState.Empty;

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
        _threads = threads;
        _kernel = kernel;
    }

    /// <inheritdoc/>
    public long Count
    {
        get
        {
            lock (_gate)
                return _state.Count;
        }
    }

    /// <inheritdoc/>
    public void Set(IReadOnlyList<(long Number, Signature Signature)> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var latest = new Dictionary<long, Signature>(signatures.Count);
        foreach ((long number, Signature signature) in signatures)
            latest[number] = signature;

        lock (_changing)
        {
            IndexState rest = _state.Without(latest.Keys);
            var segments = new SegmentList(rest.Segments, _state.Segments);
            ImmutableDictionary<long, Signature>.Builder irregular = rest.Irregular.ToBuilder();
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

            Publish(new([.. segments.Finish()], irregular.ToImmutable()));
        }
    }

    /// <inheritdoc/>
    public void Remove(IReadOnlyCollection<long> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        lock (_changing)
        {
            IndexState rest = _state.Without(numbers);
            Publish(rest with { Segments = [.. new SegmentList(rest.Segments, _state.Segments).Finish()] });
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<ScanHit>> Search(IReadOnlyList<ScanQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        cancellationToken.ThrowIfCancellationRequested();
        HitCollector[] hits = [.. queries.Select(query => new HitCollector(query))];
        Use(state =>
        {
            foreach (QueryBatch batch in QueryBatch.Of(hits))
            {
                using (batch)
                    Scan(state, batch, cancellationToken);
            }
        });
        return [.. hits.Select(query => query.Finish())];
    }

    /// <summary>Writes all that the index holds, to be read again by <see cref="Load"/>: as it lies in memory, so that a million are read in a fraction of a second.</summary>
    /// <remarks>For this version on this kind of processor only; where it is kept it can be made again from what it was made from.</remarks>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Use(state => IndexStream.Write(state, stream));
    }

    /// <summary>Reads what <see cref="Save"/> wrote, in place of what the index holds.</summary>
    /// <remarks>What it reads is checked to be safe to search, not to be true: whoever keeps it is to tell by a hash whether it is what was saved.</remarks>
    /// <exception cref="InvalidDataException">The stream holds something else, or was written by another version; the index is as it was.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too soon; the index is as it was.</exception>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        IndexState state = IndexStream.Read(stream);
        lock (_changing)
            Publish(state);
    }

    private void Scan(IndexState state, QueryBatch batch, CancellationToken cancellationToken)
    {
        var scan = new SegmentScan(_kernel, batch);
        var work = new List<Action>();
        foreach (LiveSegment live in state.Segments)
        {
            for (int block = 0; block < live.Segment.BlockCount; block += SegmentScan.StretchBlocks)
            {
                int first = block;
                work.Add(() => scan.Scan(live, first));
            }
        }

        foreach (KeyValuePair<long, Signature>[] part in state.Irregular.Chunk(ComparedAtOnce))
            work.Add(() => Compare(part, batch));

        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, work.Count, options, i => work[i]());
        }
        catch (AggregateException failure)
        {
            // The caller's own filter threw; it is to see that and not how the work was shared out.
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }
    }

    private static void Compare(KeyValuePair<long, Signature>[] stored, QueryBatch batch)
    {
        foreach ((long number, Signature signature) in stored)
        {
            foreach (AskedSignature asked in batch.All)
                asked.Compare(number, signature);
        }
    }

    /// <summary>Keeps the memory of what the index holds now while it is used.</summary>
    private void Use(Action<IndexState> action)
    {
        IndexState state;
        lock (_gate)
        {
            state = _state;
            state.Acquire();
        }

        try
        {
            action(state);
        }
        finally
        {
            state.Release();
        }
    }

    private void Publish(IndexState after)
    {
        IndexState before = _state;
        lock (_gate)
            _state = after;

        // Those who use them still hold them.
        foreach (Segment segment in before.Segments.Select(live => live.Segment).Except(after.Segments.Select(live => live.Segment)))
            segment.Dispose();
    }
}
