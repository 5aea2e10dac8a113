using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageMatch.Scanning.Kernels;

/// <summary>With 128-bit vectors: AdvSimd on Arm, SSSE3 on older x64.</summary>
internal sealed unsafe class Vector128Kernel : ScanKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Score(byte* block, byte* tables, int count, short* scores)
    {
        for (int query = 0; query < count; query++)
        {
            byte* table = tables + (query * SegmentLayout.TableBytes);
            short* sums = scores + (query * SegmentLayout.BlockSlots);
            for (int slot = 0; slot < SegmentLayout.BlockSlots; slot += Vector128<byte>.Count)
                Score(block + slot, table, sums + slot);
        }
    }

    private static void Score(byte* digits, byte* table, short* sums)
    {
        Vector128<byte> nibble = Vector128.Create((byte)0xF);
        Vector128<ushort> first = Vector128<ushort>.Zero;
        Vector128<ushort> second = Vector128<ushort>.Zero;
        for (int start = 0; start < SegmentLayout.BlockRows; start += RowsPerByte)
        {
            int end = Math.Min(start + RowsPerByte, SegmentLayout.BlockRows);
            Vector128<byte> sum = Vector128<byte>.Zero;
            for (int row = start; row < end; row++)
            {
                Vector128<byte> both = Vector128.Load(digits + (row * SegmentLayout.BlockSlots));
                sum += Vector128.ShuffleNative(Vector128.Load(table + (32 * row)), both & nibble);
                sum += Vector128.ShuffleNative(Vector128.Load(table + (32 * row) + 16), both >> 4);
            }

            first += Vector128.WidenLower(sum);
            second += Vector128.WidenUpper(sum);
        }

        first.AsInt16().Store(sums);
        second.AsInt16().Store(sums + Vector128<short>.Count);
    }
}
