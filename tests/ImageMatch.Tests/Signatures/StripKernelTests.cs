using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class StripKernelTests
{
    private static readonly Dictionary<string, StripKernel> Runnable = List();

    public static TheoryData<string> Kernels => [.. Runnable.Keys];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_gives_the_sums_of_the_definition(string kernel) => RandomPicture.Any.Sample(pixels => AssertSums(Runnable[kernel], pixels));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Largest_differences_overflow_nowhere(string kernel)
    {
        foreach (int channels in (int[])[1, 3])
        {
            AssertSums(Runnable[kernel], Stripes(40_000, 2, channels, (x, y) => x % 2));
            AssertSums(Runnable[kernel], Stripes(33, 4_000, channels, (x, y) => y % 2));
        }

        static RandomPicture Stripes(int width, int height, int channels, Func<int, int, int> isWhite) => new(width, height, channels,
            [.. Enumerable.Range(0, width * height * channels).Select(i => (byte)(255 * isWhite(i / channels % width, i / channels / width)))]);
    }

    private static void AssertSums(StripKernel kernel, RandomPicture pixels)
    {
        using var picture = new Picture(pixels.Width, pixels.Height, pixels.Channels, Orientation.Unchanged, kernel);
        TestPictures.Fill(picture, pixels.Pixels, 7);
        PictureView view = picture.View(Orientation.Unchanged);

        long[] rows = new long[pixels.Height];
        long[] columns = new long[pixels.Width];
        for (int y = 0; y < pixels.Height; y++)
        {
            for (int x = 0; x < pixels.Width; x++)
            {
                rows[y] += x == 0 ? 0 : Math.Abs(Grey(x, y) - Grey(x - 1, y));
                columns[x] += y == 0 ? 0 : Math.Abs(Grey(x, y) - Grey(x, y - 1));
            }
        }

        AssertAccumulated(rows, view.Rows);
        AssertAccumulated(columns, view.Columns);

        long Grey(int x, int y)
        {
            Span<byte> pixel = pixels.Pixels.AsSpan(((y * pixels.Width) + x) * pixels.Channels, pixels.Channels);
            return (2125L * pixel[0]) + (7154L * pixel[pixels.Channels / 2]) + (721L * pixel[^1]);
        }
    }

    private static void AssertAccumulated(long[] differences, PictureAxis axis)
    {
        long sum = 0;
        long reversedSum = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            Assert.Equal(sum += differences[i], axis.Accumulated(i));
            Assert.Equal(reversedSum += differences[^(i + 1)], axis.Reversed.Accumulated(i));
        }
    }

    /// <summary>The kernels that this machine can run.</summary>
    private static Dictionary<string, StripKernel> List()
    {
        var kernels = new Dictionary<string, StripKernel> { ["plain"] = new PlainStripKernel() };
        if (Vector128.IsHardwareAccelerated)
            kernels["128 bits"] = new Vector128StripKernel();
        if (Avx2.IsSupported)
            kernels["AVX2"] = new Vector256StripKernel();

        return kernels;
    }
}
