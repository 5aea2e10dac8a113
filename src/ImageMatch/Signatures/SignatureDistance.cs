namespace ImageMatch.Signatures;

/// <summary>The normalized distance of two signatures: ||a - b|| / (||a|| + ||b||).</summary>
public static class SignatureDistance
{
    /// <summary>The distance to a picture without features, and of two of them.</summary>
    public const double Featureless = 1;

    /// <summary>The cut-off of the reference: distances below it are matches.</summary>
    public const double DefaultCutoff = 0.45;

    /// <summary>How much more a 0 against a 2 or -2 weighs, as a square, where it counts 3 instead of 2.</summary>
    private const int LineArtExtra = (3 * 3) - (2 * 2);

    /// <summary>Compares two signatures.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    /// <param name="lineArt">
    /// Whether a 0 against a 2 or -2 counts 3 instead of 2: the paper's correction for drawings and text, whose large plain parts give zeros that else make unrelated
    /// ones look alike. The norms stay as they are, as in libpuzzle; what would be above 1 is 1.
    /// </param>
    /// <returns>0 for equal ones to 1 for opposite ones, and 1 where either is featureless; without lineArt the reference's value to the last bit.</returns>
    /// <exception cref="ArgumentException">They have different numbers of values.</exception>
    public static double Between(Signature first, Signature second, bool lineArt = false)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ReadOnlySpan<sbyte> a = first.Values;
        ReadOnlySpan<sbyte> b = second.Values;
        if (a.Length != b.Length)
        {
            throw new ArgumentException(
                $"Signatures made with different options cannot be compared: they have {a.Length} and {b.Length} values.", nameof(second));
        }

        long differenceSquares = 0;
        long firstSquares = 0;
        long secondSquares = 0;
        for (int i = 0; i < a.Length; i++)
        {
            int difference = a[i] - b[i];
            differenceSquares += difference * difference;
            firstSquares += a[i] * a[i];
            secondSquares += b[i] * b[i];
        }

        return lineArt
            ? FromSquares(differenceSquares, firstSquares, secondSquares, ZerosAgainstTwos(a, b))
            : FromSquares(differenceSquares, firstSquares, secondSquares);
    }

    /// <summary>The distance from sums of squares over all values of the signatures.</summary>
    /// <param name="difference">|a - b|².</param>
    /// <param name="first">|a|².</param>
    /// <param name="second">|b|².</param>
    public static double FromSquares(long difference, long first, long second)
    {
        double norms = Math.Sqrt(first) + Math.Sqrt(second);
        return norms == 0 ? Featureless : Math.Sqrt(difference) / norms;
    }

    /// <summary>The distance for line art from sums over all values of the signatures.</summary>
    /// <param name="difference">|a - b|².</param>
    /// <param name="first">|a|².</param>
    /// <param name="second">|b|².</param>
    /// <param name="zerosAgainstTwos">How often a 0 stands against a 2 or -2.</param>
    public static double FromSquares(long difference, long first, long second, int zerosAgainstTwos) =>
        Math.Min(1, FromSquares(difference + (LineArtExtra * zerosAgainstTwos), first, second));

    /// <summary>How often a 0 stands against a 2 or -2.</summary>
    internal static int ZerosAgainstTwos(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        int count = 0;
        for (int i = 0; i < a.Length; i++)
            count += (a[i] == 0 && b[i] is 2 or -2) || (a[i] is 2 or -2 && b[i] == 0) ? 1 : 0;

        return count;
    }
}
