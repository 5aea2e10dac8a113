using System.Runtime.CompilerServices;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>Writes halves into the layout of a segment, and reads them back.</summary>
internal static unsafe class SignaturePacking
{
    private const int WordBits = 64;
    private const int SignWord = 4;
    private const int LastWord = 8;
    private const int LastSignShift = 16;
    private const int LastClassShift = 32;

    /// <param name="half">272 values in -2..2.</param>
    /// <param name="column">The signature's byte in the first row of its block.</param>
    /// <param name="planes">Its row of planes, cleared.</param>
    public static void Write(ReadOnlySpan<sbyte> half, byte* column, ulong* planes)
    {
        ushort nonZeros = 0;
        ushort twos = 0;
        for (int row = 0; row < SegmentLayout.BlockRows; row++)
        {
            int low = Ternary(half[4 * row], half[(4 * row) + 1]);
            int high = Ternary(half[(4 * row) + 2], half[(4 * row) + 3]);
            column[row * SegmentLayout.BlockSlots] = (byte)(low | (high << 4));
        }

        for (int i = 0; i < half.Length; i++)
        {
            nonZeros += (ushort)(half[i] != 0 ? 1 : 0);
            if (half[i] is not (2 or -2))
                continue;

            twos++;
            SetBit(planes, i, 0);
            if (half[i] < 0)
                SetBit(planes, i, SignWord);
        }

        planes[LastWord] |= ((ulong)nonZeros << LastClassShift) | ((ulong)twos << (LastClassShift + 16));
    }

    public static void Read(byte* column, ulong* planes, Span<sbyte> half)
    {
        for (int i = 0; i < PackedSignature.ValueCount; i++)
        {
            int digits = column[i / 4 * SegmentLayout.BlockSlots] >> (i % 4 / 2 * 4) & 0xF;
            int sign = (i % 2 == 0 ? digits % 3 : digits / 3) - 1;
            half[i] = (sbyte)(HasBit(planes, i) ? 2 * sign : sign);
        }
    }

    public static SignatureClass ClassOf(ulong* planes) =>
        new((ushort)(planes[LastWord] >> LastClassShift), (ushort)(planes[LastWord] >> (LastClassShift + 16)));

    /// <summary>A word of u: where 64 of the values (the last 16 in the fifth word) are 2 or -2, and where they are negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TwosOf(ulong* planes, int word, out ulong twos, out ulong negatives)
    {
        twos = word < SignWord ? planes[word] : (ushort)planes[LastWord];
        negatives = word < SignWord ? planes[SignWord + word] : (ushort)(planes[LastWord] >> LastSignShift);
    }

    private static int Ternary(sbyte first, sbyte second) => Math.Sign(first) + 1 + (3 * (Math.Sign(second) + 1));

    private static void SetBit(ulong* planes, int i, int plane)
    {
        if (i < SignWord * WordBits)
            planes[plane + (i / WordBits)] |= 1UL << (i % WordBits);
        else
            planes[LastWord] |= 1UL << ((i % WordBits) + (plane == SignWord ? LastSignShift : 0));
    }

    private static bool HasBit(ulong* planes, int i) => (planes[i < SignWord * WordBits ? i / WordBits : LastWord] >> (i % WordBits) & 1) != 0;
}
