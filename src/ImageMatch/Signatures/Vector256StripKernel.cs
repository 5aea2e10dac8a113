using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageMatch.Signatures;

/// <summary>Eight RGB pixels, or 32 grey ones, at a time: AVX2.</summary>
internal sealed unsafe class Vector256StripKernel : StripKernel
{
    private const int PixelsOfHalf = 4;
    private const byte LastOfFirstAndFirstOfSecond = 0x21;

    public override long AddRgb(byte* row, int width, int* grey, uint* columns)
    {
        long sum = 0;
        int x = 0;
        Vector256<int> before = Vector256.Create(PlainStripKernel.GreyOf(row));
        while (x <= width - Vector256<int>.Count)
        {
            Vector256<uint> part = Vector256<uint>.Zero;
            for (int end = Math.Min(width - Vector256<int>.Count, x + MaxRowPart); x <= end; x += Vector256<int>.Count)
            {
                Vector256<int> value = GreyOfEight(row + (3L * x));
                part += Vector256.Abs(value - Left(before, value)).AsUInt32();
                (Vector256.Load(columns + x) + Vector256.Abs(value - Vector256.Load(grey + x)).AsUInt32()).Store(columns + x);
                value.Store(grey + x);
                before = value;
            }

            sum += Sum(part);
        }

        return sum + PlainStripKernel.AddRgb(row, x, width, before[Vector256<int>.Count - 1], grey, columns);
    }

    /// <summary>What is kept of columns takes as much of the cache as the row itself: two rows at once ask for it once.</summary>
    public override (long Upper, long Lower) AddTwoRgb(byte* rows, int width, int* grey, uint* columns)
    {
        byte* lower = rows + (3L * width);
        (long upperSum, long lowerSum) = (0, 0);
        int x = 0;
        Vector256<int> upperBefore = Vector256.Create(PlainStripKernel.GreyOf(rows));
        Vector256<int> lowerBefore = Vector256.Create(PlainStripKernel.GreyOf(lower));
        while (x <= width - Vector256<int>.Count)
        {
            Vector256<uint> upperPart = Vector256<uint>.Zero;
            Vector256<uint> lowerPart = Vector256<uint>.Zero;
            for (int end = Math.Min(width - Vector256<int>.Count, x + MaxRowPart); x <= end; x += Vector256<int>.Count)
            {
                Vector256<int> upperValue = GreyOfEight(rows + (3L * x));
                Vector256<int> lowerValue = GreyOfEight(lower + (3L * x));
                upperPart += Vector256.Abs(upperValue - Left(upperBefore, upperValue)).AsUInt32();
                lowerPart += Vector256.Abs(lowerValue - Left(lowerBefore, lowerValue)).AsUInt32();
                Vector256<int> down = Vector256.Abs(upperValue - Vector256.Load(grey + x)) + Vector256.Abs(lowerValue - upperValue);
                (Vector256.Load(columns + x) + down.AsUInt32()).Store(columns + x);
                lowerValue.Store(grey + x);
                upperBefore = upperValue;
                lowerBefore = lowerValue;
            }

            upperSum += Sum(upperPart);
            lowerSum += Sum(lowerPart);
        }

        upperSum += PlainStripKernel.AddRgb(rows, x, width, upperBefore[Vector256<int>.Count - 1], grey, columns);
        return (upperSum, lowerSum + PlainStripKernel.AddRgb(lower, x, width, lowerBefore[Vector256<int>.Count - 1], grey, columns));
    }

    public override long AddGrey(byte* row, byte* above, int width, uint* columns)
    {
        Vector256<ulong> sums = Vector256<ulong>.Zero;
        long sum = PlainStripKernel.AddGrey(row, above, 0, 1, columns);
        int x = 1;
        for (; x <= width - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            Vector256<byte> value = Vector256.Load(row + x);
            sums += Avx2.SumAbsoluteDifferences(value, Vector256.Load(row + x - 1)).AsUInt64();

            Vector256<byte> other = Vector256.Load(above + x);
            (Vector256<ushort> first, Vector256<ushort> second) = Vector256.Widen(Vector256.Max(value, other) - Vector256.Min(value, other));
            Add(first, columns + x);
            Add(second, columns + x + Vector256<ushort>.Count);
        }

        return sum + (long)Vector256.Sum(sums) + PlainStripKernel.AddGrey(row, above, x, width, columns);
    }

    private static void Add(Vector256<ushort> differences, uint* columns)
    {
        (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(differences);
        (Vector256.Load(columns) + low).Store(columns);
        (Vector256.Load(columns + Vector256<uint>.Count) + high).Store(columns + Vector256<uint>.Count);
    }

    /// <summary>Grey of eight pixels side by side. Reads 28 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> GreyOfEight(byte* pixel)
    {
        Vector256<byte> redAndGreen = Twice(RgbShuffle.RedAndGreen);
        Vector256<byte> blue = Twice(RgbShuffle.Blue);
        Vector256<short> redAndGreenWeights = Vector256.Create(RedWeight | (GreenWeight << 16)).AsInt16();
        Vector256<short> blueWeight = Vector256.Create(BlueWeight).AsInt16();
        Vector256<byte> pixels = Vector256.Create(Vector128.Load(pixel), Vector128.Load(pixel + (3 * PixelsOfHalf)));
        return Avx2.MultiplyAddAdjacent(Avx2.Shuffle(pixels, redAndGreen).AsInt16(), redAndGreenWeights)
            + Avx2.MultiplyAddAdjacent(Avx2.Shuffle(pixels, blue).AsInt16(), blueWeight);
    }

    /// <summary>The neighbours to the left of eight pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Left(Vector256<int> before, Vector256<int> value)
    {
        Vector256<int> across = Avx2.Permute2x128(before, value, LastOfFirstAndFirstOfSecond);
        return Avx2.AlignRight(value.AsByte(), across.AsByte(), (PixelsOfHalf - 1) * sizeof(int)).AsInt32();
    }

    private static long Sum(Vector256<uint> part)
    {
        (Vector256<ulong> low, Vector256<ulong> high) = Vector256.Widen(part);
        return (long)Vector256.Sum(low + high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Twice(Vector128<byte> lane) => Vector256.Create(lane, lane);
}
