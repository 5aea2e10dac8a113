using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageMatch.Signatures;

/// <summary>
/// Grey of pixels from 0 to 1 in double: ((0.2125 r) + 0.7154 g) + 0.0721 b with r = R (1/255), in this order and without fused operations, as scikit-image
/// computes it.
/// </summary>
internal static unsafe class GreyLevels
{
    /// <summary>Lines that <see cref="ConvertAcross"/> converts.</summary>
    public const int LinesAcross = 4;

    private const byte Backwards = 0b00_01_10_11;
    private const byte LowerHalves = 0x20;
    private const byte UpperHalves = 0x31;
    private const double Unit = 1 / 255.0;
    private const double RedWeight = 0.2125;
    private const double GreenWeight = 0.7154;
    private const double BlueWeight = 0.0721;

    private static readonly double[] Red = Weigh(RedWeight);
    private static readonly double[] Green = Weigh(GreenWeight);
    private static readonly double[] Blue = Weigh(BlueWeight);

    /// <summary>Converts a line of pixels; fastest where they lie side by side in the storage.</summary>
    /// <param name="first">The line's first pixel.</param>
    /// <param name="step">Bytes to the next pixel.</param>
    /// <param name="length">Pixels.</param>
    /// <param name="channels">Bytes a pixel.</param>
    /// <param name="grey">Receives the grey values.</param>
    public static void ConvertLine(byte* first, nint step, int length, int channels, double* grey)
    {
        int i = 0;
        if (Avx2.IsSupported && Math.Abs(step) == channels)
        {
            for (; i <= length - LinesAcross; i += LinesAcross)
            {
                Vector256<double> values = step > 0
                    ? OfFour(first + (i * step), channels)
                    : Avx2.Permute4x64(OfFour(first + ((i + LinesAcross - 1) * step), channels), Backwards);
                values.Store(grey + i);
            }
        }

        for (; i < length; i++)
            grey[i] = Of(first + (i * step), channels);
    }

    /// <summary>Converts <see cref="LinesAcross"/> neighbouring lines whose pixels lie one below the other in the storage.</summary>
    /// <param name="first">The first line's first pixel.</param>
    /// <param name="lineStep">Bytes to the next line: the number of channels, or its negative.</param>
    /// <param name="step">Bytes to a line's next pixel.</param>
    /// <param name="length">Pixels of a line.</param>
    /// <param name="channels">Bytes a pixel.</param>
    /// <param name="grey">Receives the grey values, line after line.</param>
    public static void ConvertAcross(byte* first, nint lineStep, nint step, int length, int channels, double* grey)
    {
        int i = 0;
        if (Avx2.IsSupported)
        {
            byte* lowest = lineStep > 0 ? first : first + ((LinesAcross - 1) * lineStep);
            double* line = lineStep > 0 ? grey : grey + ((LinesAcross - 1) * length);
            nint next = lineStep > 0 ? length : -length;
            for (; i <= length - LinesAcross; i += LinesAcross)
            {
                byte* pixel = lowest + (i * step);
                Vector256<double> a = OfFour(pixel, channels);
                Vector256<double> b = OfFour(pixel + step, channels);
                Vector256<double> c = OfFour(pixel + (2 * step), channels);
                Vector256<double> d = OfFour(pixel + (3 * step), channels);
                Vector256<double> evenTop = Avx.UnpackLow(a, b);
                Vector256<double> oddTop = Avx.UnpackHigh(a, b);
                Vector256<double> evenBottom = Avx.UnpackLow(c, d);
                Vector256<double> oddBottom = Avx.UnpackHigh(c, d);
                Avx.Permute2x128(evenTop, evenBottom, LowerHalves).Store(line + i);
                Avx.Permute2x128(oddTop, oddBottom, LowerHalves).Store(line + next + i);
                Avx.Permute2x128(evenTop, evenBottom, UpperHalves).Store(line + (2 * next) + i);
                Avx.Permute2x128(oddTop, oddBottom, UpperHalves).Store(line + (3 * next) + i);
            }
        }

        for (; i < length; i++)
        {
            for (int line = 0; line < LinesAcross; line++)
                grey[((long)line * length) + i] = Of(first + (line * lineStep) + (i * step), channels);
        }
    }

    /// <summary>Grey of one pixel.</summary>
    public static double Of(byte* pixel, int channels) =>
        channels == 3 ? Red[pixel[0]] + Green[pixel[1]] + Blue[pixel[2]] : Red[*pixel] + Green[*pixel] + Blue[*pixel];

    /// <summary>Grey of four pixels side by side. Reads 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> OfFour(byte* pixels, int channels)
    {
        Vector128<byte> bytes = Vector128.Load(pixels);
        if (channels == 1)
        {
            Vector256<double> value = Avx.ConvertToVector256Double(Sse41.ConvertToVector128Int32(bytes)) * Unit;
            return (RedWeight * value) + (GreenWeight * value) + (BlueWeight * value);
        }

        return (RedWeight * Channel(bytes, RgbShuffle.Red)) + (GreenWeight * Channel(bytes, RgbShuffle.Green)) + (BlueWeight * Channel(bytes, RgbShuffle.Blue));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Channel(Vector128<byte> pixels, Vector128<byte> places) =>
        Avx.ConvertToVector256Double(Ssse3.Shuffle(pixels, places).AsInt32()) * Unit;

    private static double[] Weigh(double weight) => [.. Enumerable.Range(0, 256).Select(value => weight * (value * Unit))];
}
