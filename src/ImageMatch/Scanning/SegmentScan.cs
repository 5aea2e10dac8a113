using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ImageMatch.Scanning.Kernels;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>
/// Asks all queries of a batch over a stretch of a segment: the kernel scores every signature by its signs, and the few that score enough for the cut-off are
/// refined to their exact distance. A stretch stays in the processor's cache while groups of queries pass over it.
/// </summary>
internal sealed unsafe class SegmentScan(ScanKernel kernel, QueryBatch batch)
{
    /// <summary>Blocks in a stretch: half a megabyte.</summary>
    public const int StretchBlocks = 128;

    private const int GroupSize = ScanKernel.GroupSize;
    private const int MaxCandidates = 1024;

    /// <summary>Asks over the blocks from the first one on, at most <see cref="StretchBlocks"/>.</summary>
    [SkipLocalsInit]
    public void Scan(LiveSegment live, int firstBlock)
    {
        int blockCount = Math.Min(StretchBlocks, live.Segment.BlockCount - firstBlock);
        ScoreRange* ranges = stackalloc ScoreRange[StretchBlocks * GroupSize];
        Candidate* candidates = stackalloc Candidate[MaxCandidates];
        short* scores = stackalloc short[GroupSize * SegmentLayout.BlockSlots];
        for (int first = 0; first < batch.Halves.Length; first += GroupSize)
        {
            ReadOnlySpan<AskedHalf> group = batch.Halves.AsSpan(first, Math.Min(GroupSize, batch.Halves.Length - first));
            SetRanges(live.Segment, firstBlock, blockCount, group, ranges);
            int found = 0;
            for (int block = 0; block < blockCount; block++)
            {
                kernel.Score(live.Segment.Block(firstBlock + block), batch.Table(first), group.Length, scores);
                found = Select(live.Segment, firstBlock + block, scores, ranges + (block * GroupSize), group.Length, candidates, found);
                if (found <= MaxCandidates - (GroupSize * SegmentLayout.BlockSlots))
                    continue;

                Refine(live, group, candidates, found);
                found = 0;
            }

            Refine(live, group, candidates, found);
        }

        if (batch.Irregular.Length > 0)
            CompareWhole(live, firstBlock, blockCount);
    }

    /// <summary>Sets the scores that can be left out, for each block and query: between those of its loosest class.</summary>
    private static void SetRanges(Segment segment, int firstBlock, int blockCount, ReadOnlySpan<AskedHalf> group, ScoreRange* ranges)
    {
        int firstRun = segment.RunAt(firstBlock * SegmentLayout.BlockSlots);
        for (int query = 0; query < group.Length; query++)
        {
            double cutoff = group[query].Hits.Cutoff;
            int run = firstRun;
            int least = segment.Runs[run].Bound.LeastScore(group[query].Norm, cutoff);
            for (int block = 0; block < blockCount; block++)
            {
                int blockLeast = least;
                int end = Math.Min((firstBlock + block + 1) * SegmentLayout.BlockSlots, segment.Count);
                while (segment.Runs[run].End < end)
                {
                    least = segment.Runs[++run].Bound.LeastScore(group[query].Norm, cutoff);
                    blockLeast = Math.Min(blockLeast, least);
                }

                if (segment.Runs[run].End == end && run + 1 < segment.Runs.Length)
                    least = segment.Runs[++run].Bound.LeastScore(group[query].Norm, cutoff);

                ranges[(block * GroupSize) + query] = new(
                    (short)(group[query].AsksForOpposite ? SegmentLayout.ScoreBias - blockLeast : -1),
                    (short)(SegmentLayout.ScoreBias + blockLeast));
            }
        }
    }

    /// <summary>Notes the signatures whose score is out of the range, and asks for their planes.</summary>
    private static int Select(Segment segment, int block, short* scores, ScoreRange* ranges, int queries, Candidate* candidates, int found)
    {
        int firstSlot = block * SegmentLayout.BlockSlots;
        int slots = Math.Min(SegmentLayout.BlockSlots, segment.Count - firstSlot);
        ulong present = ulong.MaxValue >> (SegmentLayout.BlockSlots - slots);
        for (int query = 0; query < queries; query++)
        {
            short* sums = scores + (query * SegmentLayout.BlockSlots);
            ulong selected = Outside(sums, ranges[query]) & present;
            for (; selected != 0; selected &= selected - 1)
            {
                int place = BitOperations.TrailingZeroCount(selected);
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(segment.Planes(firstSlot + place));
                    Sse.Prefetch0((byte*)segment.Planes(firstSlot + place + 1) - 1);
                }

                candidates[found++] = new(firstSlot + place, (short)query, (short)(sums[place] - SegmentLayout.ScoreBias));
            }
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Outside(short* scores, ScoreRange range)
    {
        Vector256<short> low = Vector256.Create(range.Low);
        Vector256<short> high = Vector256.Create(range.High);
        ulong outside = 0;
        for (int i = 0; i < SegmentLayout.BlockSlots; i += Vector256<short>.Count)
        {
            Vector256<short> sums = Vector256.Load(scores + i);
            outside |= (ulong)(Vector256.LessThanOrEqual(sums, low) | Vector256.GreaterThanOrEqual(sums, high)).ExtractMostSignificantBits() << i;
        }

        return outside;
    }

    private static void Refine(LiveSegment live, ReadOnlySpan<AskedHalf> group, Candidate* candidates, int found)
    {
        for (int i = 0; i < found; i++)
            group[candidates[i].Query].Refine(live, candidates[i].Slot, candidates[i].Product);
    }

    private void CompareWhole(LiveSegment live, int firstBlock, int blockCount)
    {
        int end = Math.Min((firstBlock + blockCount) * SegmentLayout.BlockSlots, live.Segment.Count);
        for (int slot = firstBlock * SegmentLayout.BlockSlots; slot < end; slot++)
        {
            if (!live.Has(slot))
                continue;

            Signature stored = live.Segment.Unpack(slot);
            foreach (AskedSignature asked in batch.Irregular)
                asked.Compare(live.Segment.Numbers[slot], stored);
        }
    }

    /// <summary>Scores from here down and from there up are candidates.</summary>
    private readonly record struct ScoreRange(short Low, short High);

    private readonly record struct Candidate(int Slot, short Query, short Product);
}
