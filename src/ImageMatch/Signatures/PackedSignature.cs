namespace ImageMatch.Signatures;

/// <summary>
/// Signatures of the default layout (9 x 9 points, eight neighbours, values -2 to 2) in 91 bytes. Of their 648 values 104 are always 0, having no
/// neighbour, and the others come in 272 pairs of opposite sign ("right of i" is minus "left of i + 1"): one of each pair, the half, carries everything.
/// </summary>
/// <remarks>
/// The half goes row by row over the grid; of each point it takes right, lower left, lower and lower right, where they exist: places 8 (9 r + c) + 4, 5, 6, 7.
/// A byte holds three of them as digits of a base-5 number, each plus 2, the first the least significant; the last byte holds two, its third digit
/// is 2. The byte of the inverted picture is thus 124 minus the byte.
/// </remarks>
public static class PackedSignature
{
    /// <summary>Values in a half.</summary>
    public const int ValueCount = 272;

    /// <summary>Bytes of a packed signature.</summary>
    public const int ByteCount = 91;

    private const int GridSize = 9;
    private const int NeighborCount = 8;
    private const int FullCount = GridSize * GridSize * NeighborCount;
    private const int MaxValue = 2;
    private const int Base = 5;

    private static readonly (int Place, int Opposite)[] Pairs = ListPairs();

    /// <summary>Takes the half of a signature's 648 values.</summary>
    /// <param name="values">The values of a signature.</param>
    /// <param name="half">Receives 272 values in -2..2.</param>
    /// <returns>Whether the half says everything; false for another number of values, values outside -2..2, and pairs that are not opposite.</returns>
    public static bool TryGetHalf(ReadOnlySpan<sbyte> values, Span<sbyte> half)
    {
        if (values.Length != FullCount)
            return false;

        int zeros = 0;
        for (int i = 0; i < Pairs.Length; i++)
        {
            (int place, int opposite) = Pairs[i];
            sbyte value = values[place];
            if (value is < -MaxValue or > MaxValue || values[opposite] != -value)
                return false;

            zeros += value == 0 ? 2 : 0;
            half[i] = value;
        }

        // The 104 places outside the pairs must be 0 too.
        return values.Count((sbyte)0) == zeros + FullCount - (2 * ValueCount);
    }

    /// <summary>Writes out the 648 values that a half stands for.</summary>
    /// <param name="half">272 values.</param>
    /// <param name="values">Receives 648 values.</param>
    public static void FromHalf(ReadOnlySpan<sbyte> half, Span<sbyte> values)
    {
        values[..FullCount].Clear();
        for (int i = 0; i < Pairs.Length; i++)
        {
            (int place, int opposite) = Pairs[i];
            values[place] = half[i];
            values[opposite] = (sbyte)-half[i];
        }
    }

    /// <summary>Packs a signature.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="packed">Receives 91 bytes.</param>
    /// <returns>Whether it can be packed; false for signatures that <see cref="TryGetHalf"/> refuses.</returns>
    public static bool TryPack(Signature signature, Span<byte> packed)
    {
        ArgumentNullException.ThrowIfNull(signature);
        Span<sbyte> half = stackalloc sbyte[ValueCount + 1];
        half[ValueCount] = 0;
        if (!TryGetHalf(signature.Values, half))
            return false;

        for (int i = 0; i < ByteCount; i++)
        {
            int first = half[3 * i] + MaxValue;
            int second = half[(3 * i) + 1] + MaxValue;
            int third = half[(3 * i) + 2] + MaxValue;
            packed[i] = (byte)(first + (Base * (second + (Base * third))));
        }

        return true;
    }

    /// <summary>Restores a packed signature.</summary>
    /// <param name="packed">91 bytes.</param>
    /// <exception cref="ArgumentException">These bytes are not a packed signature.</exception>
    public static Signature Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length != ByteCount)
            throw new ArgumentException($"A packed signature has {ByteCount} bytes, not {packed.Length}.", nameof(packed));

        Span<sbyte> half = stackalloc sbyte[ValueCount + 1];
        for (int i = 0; i < ByteCount; i++)
        {
            int digits = packed[i];
            if (digits >= Base * Base * Base)
                throw new ArgumentException($"A packed signature has bytes below {Base * Base * Base}; byte {i} is {digits}.", nameof(packed));

            half[3 * i] = (sbyte)((digits % Base) - MaxValue);
            half[(3 * i) + 1] = (sbyte)((digits / Base % Base) - MaxValue);
            half[(3 * i) + 2] = (sbyte)((digits / (Base * Base)) - MaxValue);
        }

        if (half[ValueCount] != 0)
            throw new ArgumentException("The unused last digit of a packed signature must be 2.", nameof(packed));

        Span<sbyte> values = stackalloc sbyte[FullCount];
        FromHalf(half[..ValueCount], values);
        return new Signature(values);
    }

    private static (int Place, int Opposite)[] ListPairs()
    {
        ReadOnlySpan<(int Down, int Right, int Place)> forward = [(0, 1, 4), (1, -1, 5), (1, 0, 6), (1, 1, 7)];
        var pairs = new List<(int, int)>(ValueCount);
        for (int row = 0; row < GridSize; row++)
        {
            for (int column = 0; column < GridSize; column++)
            {
                foreach ((int down, int right, int place) in forward)
                {
                    (int otherRow, int otherColumn) = (row + down, column + right);
                    if (otherRow < GridSize && otherColumn is >= 0 and < GridSize)
                        pairs.Add((At(row, column, place), At(otherRow, otherColumn, NeighborCount - 1 - place)));
                }
            }
        }

        return [.. pairs];

        static int At(int row, int column, int place) => (NeighborCount * ((GridSize * row) + column)) + place;
    }
}
