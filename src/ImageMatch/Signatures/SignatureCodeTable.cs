namespace ImageMatch.Signatures;

/// <summary>
/// The fixed slots and signs of <see cref="SignatureCodes"/>, drawn once from SplitMix64 (S. Vigna, public domain) with seed 1. Blocks are answered in groups:
/// of each slot the numbers of all blocks of a group lie side by side.
/// </summary>
internal static class SignatureCodeTable
{
    public const int BlockCount = 128;
    public const int BlockSize = 512;
    public const int GroupSize = 16;
    public const int GroupCount = BlockCount / GroupSize;

    private const int ValueCount = PackedSignature.ValueCount;
    private const int SignWords = 5;

    private static readonly (ushort[] Places, short[] Signs) Tables = Draw();

    /// <summary>Where a block puts each value among the numbers of its group.</summary>
    public static ReadOnlySpan<ushort> Places(int block) => Tables.Places.AsSpan(block * ValueCount, ValueCount);

    /// <summary>1 or -1 for each value, as a block has them.</summary>
    public static ReadOnlySpan<short> Signs(int block) => Tables.Signs.AsSpan(block * ValueCount, ValueCount);

    private static (ushort[] Places, short[] Signs) Draw()
    {
        var places = new ushort[BlockCount * ValueCount];
        var signs = new short[BlockCount * ValueCount];
        ulong state = 1;
        Span<short> slots = stackalloc short[BlockSize];
        Span<ulong> minus = stackalloc ulong[SignWords];
        for (int block = 0; block < BlockCount; block++)
        {
            for (short i = 0; i < BlockSize; i++)
                slots[i] = i;
            for (int i = BlockSize - 1; i > 0; i--)
            {
                int j = (int)(Next(ref state) % (ulong)(i + 1));
                (slots[i], slots[j]) = (slots[j], slots[i]);
            }

            for (int i = 0; i < SignWords; i++)
                minus[i] = Next(ref state);
            for (int i = 0; i < ValueCount; i++)
            {
                places[(block * ValueCount) + i] = (ushort)((slots[i] * GroupSize) + (block % GroupSize));
                signs[(block * ValueCount) + i] = (short)(((minus[i / 64] >> (i % 64)) & 1) == 0 ? 1 : -1);
            }
        }

        return (places, signs);
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
