namespace ImageMatch.Signatures;

/// <summary>One pixel after another: for machines without vectors, for the ends of rows, and the measure for the other kernels.</summary>
internal sealed unsafe class PlainStripKernel : StripKernel
{
    public override long AddRgb(byte* row, int width, int* grey, uint* columns) => AddRgb(row, 0, width, GreyOf(row), grey, columns);

    public override long AddGrey(byte* row, byte* above, int width, uint* columns) => AddGrey(row, above, 0, width, columns);

    /// <summary>Takes in the RGB pixels from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    /// <param name="left">Grey of the pixel before, or of the first one where there is none.</param>
    internal static long AddRgb(byte* row, int start, int end, int left, int* grey, uint* columns)
    {
        long sum = 0;
        for (int x = start; x < end; x++)
        {
            int value = GreyOf(row + (3L * x));
            sum += Math.Abs(value - left);
            columns[x] += (uint)Math.Abs(value - grey[x]);
            grey[x] = left = value;
        }

        return sum;
    }

    /// <summary>Takes in the grey pixels from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    internal static long AddGrey(byte* row, byte* above, int start, int end, uint* columns)
    {
        long sum = 0;
        for (int x = start; x < end; x++)
        {
            sum += Math.Abs(row[x] - row[Math.Max(x - 1, 0)]);
            columns[x] += (uint)Math.Abs(row[x] - above[x]);
        }

        return sum;
    }

    internal static int GreyOf(byte* pixel) => (RedWeight * pixel[0]) + (GreenWeight * pixel[1]) + (BlueWeight * pixel[2]);
}
