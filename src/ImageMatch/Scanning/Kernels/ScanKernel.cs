using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageMatch.Scanning.Kernels;

/// <summary>Multiplies the signs of 64 stored signatures with queries, by tables of what each nibble can give.</summary>
internal abstract unsafe class ScanKernel
{
    /// <summary>Queries that are asked in one go: with the block their tables fit into the nearest cache.</summary>
    public const int GroupSize = 8;

    /// <summary>As many rows as a byte can sum: two products of at most 8 each.</summary>
    protected const int RowsPerByte = byte.MaxValue / 16;

    /// <summary>The fastest that this processor can run.</summary>
    public static ScanKernel Best { get; } =
        Avx2.IsSupported ? new Avx2Kernel() : Vector128.IsHardwareAccelerated ? new Vector128Kernel() : new PlainKernel();

    /// <summary>Scores a block.</summary>
    /// <param name="block">68 rows of 64 bytes; what follows in memory is fetched ahead.</param>
    /// <param name="tables">Tables of the queries, one after the other.</param>
    /// <param name="count">How many; at most <see cref="GroupSize"/>.</param>
    /// <param name="scores">For each query 64 products plus <see cref="SegmentLayout.ScoreBias"/>.</param>
    public abstract void Score(byte* block, byte* tables, int count, short* scores);
}
