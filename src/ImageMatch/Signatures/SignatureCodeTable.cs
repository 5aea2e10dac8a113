namespace ImageMatch.Signatures;

/// <summary>The fixed slots and signs of <see cref="SignatureCodes"/>, drawn once from SplitMix64 (S. Vigna, public domain) with seed 1.</summary>
internal static class SignatureCodeTable
{
    public const int BlockCount = 128;
    public const int BlockSize = 512;

    private const int ValueCount = PackedSignature.ValueCount;
    private const int SignWords = 5;

    private static readonly (short[] Slots, short[] Signs) Tables = Draw();

    /// <summary>Where a block puts each value, 0 to 511.</summary>
    public static ReadOnlySpan<short> Slots(int block) => Tables.Slots.AsSpan(block * ValueCount, ValueCount);

    /// <summary>The sign that a block gives each value, 1 or -1.</summary>
    public static ReadOnlySpan<short> Signs(int block) => Tables.Signs.AsSpan(block * ValueCount, ValueCount);

    private static (short[] Slots, short[] Signs) Draw()
    {
        var slots = new short[BlockCount * ValueCount];
        var signs = new short[BlockCount * ValueCount];
        ulong state = 1;
        Span<short> places = stackalloc short[BlockSize];
        Span<ulong> minus = stackalloc ulong[SignWords];
        for (int block = 0; block < BlockCount; block++)
        {
            for (short i = 0; i < BlockSize; i++)
                places[i] = i;
            for (int i = BlockSize - 1; i > 0; i--)
            {
                int j = (int)(Next(ref state) % (ulong)(i + 1));
                (places[i], places[j]) = (places[j], places[i]);
            }

            places[..ValueCount].CopyTo(slots.AsSpan(block * ValueCount));
            for (int i = 0; i < SignWords; i++)
                minus[i] = Next(ref state);
            for (int i = 0; i < ValueCount; i++)
                signs[(block * ValueCount) + i] = (short)(((minus[i / 64] >> (i % 64)) & 1) == 0 ? 1 : -1);
        }

        return (slots, signs);
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
