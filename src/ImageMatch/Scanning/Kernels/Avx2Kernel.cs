using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageMatch.Scanning.Kernels;

/// <summary>With 256-bit vectors; four queries share what is read and taken apart of the signatures.</summary>
internal sealed unsafe class Avx2Kernel : ScanKernel
{
    /// <summary>How far ahead of its use memory is asked for: a block.</summary>
    private const int Ahead = SegmentLayout.BlockBytes;

    private const int Abreast = 4;

    /// <inheritdoc/>
    public override void Score(byte* block, byte* tables, int count, short* scores)
    {
        int query = 0;
        for (; count - query > 2; query += Abreast)
        {
            // Three are asked as four, the last of them twice.
            ScoreFour(block, tables + (query * SegmentLayout.TableBytes), Math.Min(Abreast, count - query) - 1, scores + (query * SegmentLayout.BlockSlots));
        }

        for (; query < count; query++)
            ScoreOne(block, tables + (query * SegmentLayout.TableBytes), scores + (query * SegmentLayout.BlockSlots));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoreOne(byte* block, byte* table, short* scores)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0xF);
        var left = default(WideSums);
        var right = default(WideSums);
        for (int remaining = SegmentLayout.BlockRows; remaining > 0; remaining -= RowsPerByte)
        {
            Vector256<byte> leftSum = Vector256<byte>.Zero;
            Vector256<byte> rightSum = Vector256<byte>.Zero;
            byte* end = block + (SegmentLayout.BlockSlots * Math.Min(RowsPerByte, remaining));
            for (; block < end; block += SegmentLayout.BlockSlots, table += 32)
            {
                Sse.Prefetch0(block + Ahead);
                Vector256<byte> low = Avx2.BroadcastVector128ToVector256(table);
                Vector256<byte> high = Avx2.BroadcastVector128ToVector256(table + 16);
                Vector256<byte> both = Vector256.Load(block);
                leftSum += Avx2.Shuffle(low, both & nibble);
                leftSum += Avx2.Shuffle(high, (both.AsUInt16() >> 4).AsByte() & nibble);
                both = Vector256.Load(block + 32);
                rightSum += Avx2.Shuffle(low, both & nibble);
                rightSum += Avx2.Shuffle(high, (both.AsUInt16() >> 4).AsByte() & nibble);
            }

            left.Add(leftSum);
            right.Add(rightSum);
        }

        left.Store(scores);
        right.Store(scores + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoreFour(byte* block, byte* table, int last, short* scores)
    {
        const int table2 = SegmentLayout.TableBytes;
        const int table3 = 2 * SegmentLayout.TableBytes;
        int table4 = last * SegmentLayout.TableBytes;
        Vector256<byte> nibble = Vector256.Create((byte)0xF);
        WideSums left1 = default, right1 = default, left2 = default, right2 = default, left3 = default, right3 = default, left4 = default, right4 = default;
        for (int remaining = SegmentLayout.BlockRows; remaining > 0; remaining -= RowsPerByte)
        {
            Vector256<byte> l1 = default, r1 = default, l2 = default, r2 = default, l3 = default, r3 = default, l4 = default, r4 = default;
            byte* end = block + (SegmentLayout.BlockSlots * Math.Min(RowsPerByte, remaining));
            for (; block < end; block += SegmentLayout.BlockSlots, table += 32)
            {
                Sse.Prefetch0(block + Ahead);
                Vector256<byte> left = Vector256.Load(block);
                Vector256<byte> right = Vector256.Load(block + 32);
                Vector256<byte> low = left & nibble;
                Vector256<byte> lowRight = right & nibble;
                Add(table, low, lowRight, ref l1, ref r1);
                Add(table + table2, low, lowRight, ref l2, ref r2);
                Add(table + table3, low, lowRight, ref l3, ref r3);
                Add(table + table4, low, lowRight, ref l4, ref r4);
                left = (left.AsUInt16() >> 4).AsByte() & nibble;
                right = (right.AsUInt16() >> 4).AsByte() & nibble;
                Add(table + 16, left, right, ref l1, ref r1);
                Add(table + table2 + 16, left, right, ref l2, ref r2);
                Add(table + table3 + 16, left, right, ref l3, ref r3);
                Add(table + table4 + 16, left, right, ref l4, ref r4);
            }

            left1.Add(l1);
            right1.Add(r1);
            left2.Add(l2);
            right2.Add(r2);
            left3.Add(l3);
            right3.Add(r3);
            left4.Add(l4);
            right4.Add(r4);
        }

        left1.Store(scores);
        right1.Store(scores + 32);
        left2.Store(scores + 64);
        right2.Store(scores + 96);
        left3.Store(scores + 128);
        right3.Store(scores + 160);
        left4.Store(scores + (64 * last));
        right4.Store(scores + (64 * last) + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(byte* table, Vector256<byte> left, Vector256<byte> right, ref Vector256<byte> leftSum, ref Vector256<byte> rightSum)
    {
        Vector256<byte> products = Avx2.BroadcastVector128ToVector256(table);
        leftSum += Avx2.Shuffle(products, left);
        rightSum += Avx2.Shuffle(products, right);
    }

    /// <summary>Sums of 32 signatures, those at even and at odd places apart: cheaper than a conversion across the lanes.</summary>
    private struct WideSums
    {
        private Vector256<ushort> _even;
        private Vector256<ushort> _odd;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector256<byte> sums)
        {
            _even += sums.AsUInt16() & Vector256.Create((ushort)byte.MaxValue);
            _odd += sums.AsUInt16() >> 8;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(short* scores)
        {
            Vector256<ushort> low = Avx2.UnpackLow(_even, _odd);
            Vector256<ushort> high = Avx2.UnpackHigh(_even, _odd);
            Avx2.Permute2x128(low, high, 0x20).AsInt16().Store(scores);
            Avx2.Permute2x128(low, high, 0x31).AsInt16().Store(scores + 16);
        }
    }
}
