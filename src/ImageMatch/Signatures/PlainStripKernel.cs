namespace ImageMatch.Signatures;

/// <summary>One pixel after another: for machines without vectors, and the measure for the other kernels.</summary>
internal sealed unsafe class PlainStripKernel : StripKernel
{
    public override long AddRgb(byte* row, int width, int* grey, uint* columns)
    {
        long sum = 0;
        int left = Grey(row);
        for (int x = 0; x < width; x++, row += 3)
        {
            int value = Grey(row);
            sum += Math.Abs(value - left);
            columns[x] += (uint)Math.Abs(value - grey[x]);
            grey[x] = left = value;
        }

        return sum;
    }

    public override long AddGrey(byte* row, byte* above, int width, uint* columns)
    {
        long sum = 0;
        int left = row[0];
        for (int x = 0; x < width; x++)
        {
            sum += Math.Abs(row[x] - left);
            columns[x] += (uint)Math.Abs(row[x] - above[x]);
            left = row[x];
        }

        return sum;
    }

    private static int Grey(byte* pixel) => (RedWeight * pixel[0]) + (GreenWeight * pixel[1]) + (BlueWeight * pixel[2]);
}
