namespace ImageMatch.Signatures;

/// <summary>The normalized distance of two signatures: ||a - b|| / (||a|| + ||b||).</summary>
public static class SignatureDistance
{
    /// <summary>The distance to a picture without features, and of two of them.</summary>
    public const double Featureless = 1;

    /// <summary>The cut-off of the reference: distances below it are matches.</summary>
    public const double DefaultCutoff = 0.45;

    /// <summary>Compares two signatures.</summary>
    /// <returns>0 for equal ones to 1 for opposite ones, and 1 where either is featureless; the reference's value to the last bit.</returns>
    /// <exception cref="ArgumentException">They have different numbers of values.</exception>
    public static double Between(Signature first, Signature second)
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

        return FromSquares(differenceSquares, firstSquares, secondSquares);
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
}
