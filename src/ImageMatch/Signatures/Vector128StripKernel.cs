using System.Runtime.Intrinsics;

namespace ImageMatch.Signatures;

/// <summary>Four RGB pixels, or sixteen grey ones, at a time: for Arm and for older x86.</summary>
internal sealed unsafe class Vector128StripKernel : StripKernel
{
    public override long AddRgb(byte* row, int width, int* grey, uint* columns)
    {
        long sum = 0;
        int x = 0;
        Vector128<int> before = Vector128.Create(PlainStripKernel.GreyOf(row));
        while (x <= width - Vector128<int>.Count)
        {
            Vector128<uint> part = Vector128<uint>.Zero;
            for (int end = Math.Min(width - Vector128<int>.Count, x + MaxRowPart); x <= end; x += Vector128<int>.Count)
            {
                Vector128<byte> pixels = Vector128.Load(row + (3L * x));
                Vector128<int> red = Vector128.Shuffle(pixels, RgbShuffle.Red).AsInt32();
                Vector128<int> green = Vector128.Shuffle(pixels, RgbShuffle.Green).AsInt32();
                Vector128<int> blue = Vector128.Shuffle(pixels, RgbShuffle.Blue).AsInt32();
                Vector128<int> value = (red * RedWeight) + (green * GreenWeight) + (blue * BlueWeight);

                Vector128<int> left = Vector128.Shuffle(value, Vector128.Create(-1, 0, 1, 2)) | Vector128.Shuffle(before, Vector128.Create(3, -1, -1, -1));
                part += Vector128.Abs(value - left).AsUInt32();
                (Vector128.Load(columns + x) + Vector128.Abs(value - Vector128.Load(grey + x)).AsUInt32()).Store(columns + x);
                value.Store(grey + x);
                before = value;
            }

            sum += Sum(part);
        }

        return sum + PlainStripKernel.AddRgb(row, x, width, before[Vector128<int>.Count - 1], grey, columns);
    }

    public override long AddGrey(byte* row, byte* above, int width, uint* columns)
    {
        long sum = PlainStripKernel.AddGrey(row, above, 0, 1, columns);
        int x = 1;
        while (x <= width - Vector128<byte>.Count)
        {
            Vector128<uint> part = Vector128<uint>.Zero;
            for (int end = Math.Min(width - Vector128<byte>.Count, x + MaxRowPart); x <= end; x += Vector128<byte>.Count)
            {
                Vector128<byte> value = Vector128.Load(row + x);
                (Vector128<ushort> first, Vector128<ushort> second) = Vector128.Widen(Difference(value, Vector128.Load(row + x - 1)));
                (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(first + second);
                part += low + high;

                (first, second) = Vector128.Widen(Difference(value, Vector128.Load(above + x)));
                Add(first, columns + x);
                Add(second, columns + x + Vector128<ushort>.Count);
            }

            sum += Sum(part);
        }

        return sum + PlainStripKernel.AddGrey(row, above, x, width, columns);
    }

    private static Vector128<byte> Difference(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a, b) - Vector128.Min(a, b);

    private static void Add(Vector128<ushort> differences, uint* columns)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(differences);
        (Vector128.Load(columns) + low).Store(columns);
        (Vector128.Load(columns + Vector128<uint>.Count) + high).Store(columns + Vector128<uint>.Count);
    }

    private static long Sum(Vector128<uint> part)
    {
        (Vector128<ulong> low, Vector128<ulong> high) = Vector128.Widen(part);
        return (long)Vector128.Sum(low + high);
    }
}
