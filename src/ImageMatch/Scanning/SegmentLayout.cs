using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>
/// How stored halves lie in memory. A half b of 272 values is t + u, with t its signs and u the signs of its values of two. t is for the kernels: blocks of 64
/// signatures, a row of 64 bytes for each four values, each byte two nibbles of two ternary digits. u is for the few that the kernels let through: two bit
/// planes in a row of their own.
/// </summary>
internal static class SegmentLayout
{
    /// <summary>Signatures in a block.</summary>
    public const int BlockSlots = 64;

    /// <summary>Rows of a block, four values each.</summary>
    public const int BlockRows = PackedSignature.ValueCount / 4;

    public const int BlockBytes = BlockRows * BlockSlots;

    /// <summary>Words of u: four of "is a two", four of "is negative", one with the last sixteen bits of both and the class.</summary>
    public const int PlaneWords = 9;

    public const int PlaneBytes = PlaneWords * sizeof(ulong);

    /// <summary>A query's table: for each nibble of a signature the sixteen products it can stand for, biased to be positive.</summary>
    public const int TableBytes = 2 * BlockRows * 16;

    /// <summary>The bias of one product: two values of two.</summary>
    public const int ProductBias = 4;

    /// <summary>The bias of a score.</summary>
    public const int ScoreBias = 2 * BlockRows * ProductBias;

    public static int BlocksFor(int count) => (count + BlockSlots - 1) / BlockSlots;
}
