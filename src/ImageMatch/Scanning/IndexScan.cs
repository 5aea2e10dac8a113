using System.Runtime.ExceptionServices;
using ImageMatch.Scanning.Kernels;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>Asks queries over all that an index holds, the work shared out among threads.</summary>
/// <param name="threads">How many threads may be used.</param>
/// <param name="kernel">What scores blocks.</param>
internal sealed class IndexScan(int threads, ScanKernel kernel)
{
    /// <summary>Irregular signatures compared between two looks at the cancellation token.</summary>
    private const int ComparedAtOnce = 1024;

    /// <summary>On all processors with the fastest kernel.</summary>
    public static IndexScan Default { get; } = new(Environment.ProcessorCount, ScanKernel.Best);

    /// <inheritdoc cref="ISignatureIndex.Search"/>
    public IReadOnlyList<IReadOnlyList<ScanHit>> Search(IndexState state, IReadOnlyList<ScanQuery> queries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HitCollector[] hits = [.. queries.Select(query => new HitCollector(query))];
        foreach (QueryBatch batch in QueryBatch.Of(hits))
        {
            using (batch)
                Search(state, batch, cancellationToken);
        }

        return [.. hits.Select(query => query.Finish())];
    }

    private void Search(IndexState state, QueryBatch batch, CancellationToken cancellationToken)
    {
        var scan = new SegmentScan(kernel, batch);
        var work = new List<Action>();
        foreach (LiveSegment live in state.Segments)
        {
            for (int block = 0; block < live.Segment.BlockCount; block += SegmentScan.StretchBlocks)
            {
                int first = block;
                work.Add(() => scan.Scan(live, first));
            }
        }

        for (int start = 0; start < state.Irregular.Count; start += ComparedAtOnce)
        {
            ReadOnlyMemory<KeyValuePair<long, Signature>> part = state.IrregularList[start..Math.Min(start + ComparedAtOnce, state.Irregular.Count)];
            work.Add(() => Compare(part.Span, batch));
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
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

    private static void Compare(ReadOnlySpan<KeyValuePair<long, Signature>> stored, QueryBatch batch)
    {
        foreach ((long number, Signature signature) in stored)
        {
            foreach (AskedSignature asked in batch.All)
                asked.Compare(number, signature);
        }
    }
}
