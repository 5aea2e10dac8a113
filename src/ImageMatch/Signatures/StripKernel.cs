using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageMatch.Signatures;

/// <summary>
/// Takes in one row of pixels: the sum of grey differences along it, and those to the row above it, column by column. Grey is 2125 R + 7154 G + 721 B, which
/// is 2,550,000 times the reference's and exact. All implementations give the same sums.
/// </summary>
internal abstract unsafe class StripKernel
{
    /// <summary>Grey of a one-channel pixel in units of its value: 2125 + 7154 + 721.</summary>
    public const int GreyWeight = RedWeight + GreenWeight + BlueWeight;

    /// <summary>Weight of red.</summary>
    public const int RedWeight = 2125;

    /// <summary>Weight of green.</summary>
    public const int GreenWeight = 7154;

    /// <summary>Weight of blue.</summary>
    public const int BlueWeight = 721;

    /// <summary>Rows until the sums of a column may leave 32 bits.</summary>
    public const int MaxRows = (int)(uint.MaxValue / (255u * GreyWeight));

    /// <summary>Pixels of a row until the sum of every fourth may leave 32 bits.</summary>
    protected const int MaxRowPart = 4096;

    /// <summary>Bytes beyond a row, or values beyond <c>grey</c> and <c>columns</c>, that a kernel may touch.</summary>
    public const int Slack = 64;

    /// <summary>The fastest that this machine runs.</summary>
    public static StripKernel Best { get; } =
        Avx2.IsSupported ? new Vector256StripKernel() : Vector128.IsHardwareAccelerated ? new Vector128StripKernel() : new PlainStripKernel();

    /// <summary>Takes in a row of RGB pixels.</summary>
    /// <param name="row">3 x <paramref name="width"/> bytes.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="grey">Grey of the row above; receives that of this row.</param>
    /// <param name="columns">Sum of differences for each column, added to.</param>
    /// <returns>Sum of the differences along the row.</returns>
    public abstract long AddRgb(byte* row, int width, int* grey, uint* columns);

    /// <summary>Takes in two rows of RGB pixels that follow each other, where that is faster than one after the other.</summary>
    /// <returns>Sum of the differences along each row.</returns>
    public virtual (long Upper, long Lower) AddTwoRgb(byte* rows, int width, int* grey, uint* columns)
    {
        long upper = AddRgb(rows, width, grey, columns);
        return (upper, AddRgb(rows + (3L * width), width, grey, columns));
    }

    /// <summary>Takes in a row of grey pixels. Sums are in units of the pixel values: <see cref="GreyWeight"/> times smaller than those of RGB.</summary>
    /// <param name="row"><paramref name="width"/> bytes.</param>
    /// <param name="above">The row above.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="columns">Sum of differences for each column, added to.</param>
    /// <returns>Sum of the differences along the row.</returns>
    public abstract long AddGrey(byte* row, byte* above, int width, uint* columns);
}
