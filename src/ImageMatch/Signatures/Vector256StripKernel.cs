using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageMatch.Signatures;

/// <summary>Eight RGB pixels, or 32 grey ones, at a time: AVX2.</summary>
internal sealed unsafe class Vector256StripKernel : StripKernel
{
    private const byte None = 0xFF;
    private const int PixelsOfHalf = 4;
    private const byte LastOfFirstAndFirstOfSecond = 0x21;

    public override long AddRgb(byte* row, int width, int* grey, uint* columns)
    {
        Vector256<byte> redAndGreen = Twice(Vector128.Create(0, None, 1, None, 3, None, 4, None, 6, None, 7, None, 9, None, 10, None));
        Vector256<byte> blue = Twice(Vector128.Create(2, None, None, None, 5, None, None, None, 8, None, None, None, 11, None, None, None));
        Vector256<short> redAndGreenWeights = Vector256.Create(RedWeight | (GreenWeight << 16)).AsInt16();
        Vector256<short> blueWeight = Vector256.Create(BlueWeight).AsInt16();

        long sum = 0;
        int x = 0;
        Vector256<int> before = Vector256.Create(PlainStripKernel.GreyOf(row));
        while (x <= width - Vector256<int>.Count)
        {
            Vector256<uint> part = Vector256<uint>.Zero;
            for (int end = Math.Min(width - Vector256<int>.Count, x + MaxRowPart); x <= end; x += Vector256<int>.Count)
            {
                byte* pixel = row + (3L * x);
                Vector256<byte> pixels = Vector256.Create(Vector128.Load(pixel), Vector128.Load(pixel + (3 * PixelsOfHalf)));
                Vector256<int> value = Avx2.MultiplyAddAdjacent(Avx2.Shuffle(pixels, redAndGreen).AsInt16(), redAndGreenWeights)
                    + Avx2.MultiplyAddAdjacent(Avx2.Shuffle(pixels, blue).AsInt16(), blueWeight);

                Vector256<int> across = Avx2.Permute2x128(before, value, LastOfFirstAndFirstOfSecond);
                Vector256<int> left = Avx2.AlignRight(value.AsByte(), across.AsByte(), (PixelsOfHalf - 1) * sizeof(int)).AsInt32();
                part += Vector256.Abs(value - left).AsUInt32();
                (Vector256.Load(columns + x) + Vector256.Abs(value - Vector256.Load(grey + x)).AsUInt32()).Store(columns + x);
                value.Store(grey + x);
                before = value;
            }

            (Vector256<ulong> low, Vector256<ulong> high) = Vector256.Widen(part);
            sum += (long)Vector256.Sum(low + high);
        }

        return sum + PlainStripKernel.AddRgb(row, x, width, before[Vector256<int>.Count - 1], grey, columns);
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

    private static Vector256<byte> Twice(Vector128<byte> lane) => Vector256.Create(lane, lane);
}
