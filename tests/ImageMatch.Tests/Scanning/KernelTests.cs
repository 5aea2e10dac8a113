using ImageMatch.Scanning;
using ImageMatch.Scanning.Kernels;

namespace ImageMatch.Tests.Scanning;

public unsafe class KernelTests
{
    public static TheoryData<string, int> KernelsAndCounts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string kernel in ScanKernels.Runnable.Keys)
            {
                for (int count = 1; count <= ScanKernel.GroupSize; count++)
                    data.Add(kernel, count);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KernelsAndCounts))]
    public void A_score_is_the_sum_of_what_the_tables_say_of_each_nibble(string kernel, int count)
    {
        var random = new Random(count);
        using var block = new AlignedMemory(SegmentLayout.BlockBytes);
        using var tables = new AlignedMemory(count * SegmentLayout.TableBytes);
        for (int i = 0; i < SegmentLayout.BlockBytes; i++)
            block.Pointer[i] = (byte)(random.Next(9) | (random.Next(9) << 4));

        // The first table has the largest entries there can be everywhere.
        for (int i = 0; i < count * SegmentLayout.TableBytes; i++)
            tables.Pointer[i] = (byte)(i < SegmentLayout.TableBytes ? 8 : random.Next(9));

        short[] scores = new short[(count * SegmentLayout.BlockSlots) + 1];
        scores[^1] = 12345;
        fixed (short* start = scores)
            ScanKernels.Runnable[kernel].Score(block.Pointer, tables.Pointer, count, start);

        for (int query = 0; query < count; query++)
        {
            for (int slot = 0; slot < SegmentLayout.BlockSlots; slot++)
                Assert.Equal(Sum(block.Pointer + slot, tables.Pointer + (query * SegmentLayout.TableBytes)), scores[(query * SegmentLayout.BlockSlots) + slot]);
        }

        Assert.Equal(12345, scores[^1]);
    }

    private static int Sum(byte* digits, byte* table)
    {
        int sum = 0;
        for (int row = 0; row < SegmentLayout.BlockRows; row++)
        {
            byte both = digits[row * SegmentLayout.BlockSlots];
            sum += table[(32 * row) + (both & 0xF)] + table[(32 * row) + 16 + (both >> 4)];
        }

        return sum;
    }
}
