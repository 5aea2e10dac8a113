using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageMatch.Signatures;

/// <summary>The Walsh-Hadamard transform in natural order, of 16 series of numbers at once.</summary>
internal static class WalshHadamard
{
    /// <summary>Eight numbers are transformed within the processor's registers, so three of the nine steps of 512 cost one pass through memory.</summary>
    private const int Radix = 8;

    /// <summary>Transforms series in place.</summary>
    /// <param name="series">The numbers of each series in a lane of its own; their count is a power of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(Span<Vector256<short>> series)
    {
        for (int step = 1; step < series.Length; step *= Radix)
        {
            for (int start = 0; start < series.Length; start += Radix * step)
            {
                for (int i = start; i < start + step; i++)
                    TransformEight(series.Slice(i, ((Radix - 1) * step) + 1), step);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformEight(Span<Vector256<short>> numbers, int step)
    {
        ref Vector256<short> first = ref numbers[0];
        (Vector256<short> a, Vector256<short> b) = Butterfly(first, Unsafe.Add(ref first, step));
        (Vector256<short> c, Vector256<short> d) = Butterfly(Unsafe.Add(ref first, 2 * step), Unsafe.Add(ref first, 3 * step));
        (Vector256<short> e, Vector256<short> f) = Butterfly(Unsafe.Add(ref first, 4 * step), Unsafe.Add(ref first, 5 * step));
        (Vector256<short> g, Vector256<short> h) = Butterfly(Unsafe.Add(ref first, 6 * step), Unsafe.Add(ref first, 7 * step));

        (a, c) = Butterfly(a, c);
        (b, d) = Butterfly(b, d);
        (e, g) = Butterfly(e, g);
        (f, h) = Butterfly(f, h);

        (first, Unsafe.Add(ref first, 4 * step)) = Butterfly(a, e);
        (Unsafe.Add(ref first, step), Unsafe.Add(ref first, 5 * step)) = Butterfly(b, f);
        (Unsafe.Add(ref first, 2 * step), Unsafe.Add(ref first, 6 * step)) = Butterfly(c, g);
        (Unsafe.Add(ref first, 3 * step), Unsafe.Add(ref first, 7 * step)) = Butterfly(d, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<short> Sum, Vector256<short> Difference) Butterfly(Vector256<short> u, Vector256<short> v) => (u + v, u - v);
}
