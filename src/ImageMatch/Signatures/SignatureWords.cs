namespace ImageMatch.Signatures;

/// <summary>
/// Words of a signature, by which stores without a scan of their own look for candidates: overlapping runs of its values, each reduced to signs and read as a
/// base-3 number, the first value the least significant digit.
/// </summary>
public static class SignatureWords
{
    private const int Base = 3;

    /// <summary>Takes the words of a signature.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="options">Length and number of the words; the reference's if omitted.</param>
    /// <returns><see cref="SignatureOptions.WordCount"/> numbers from 0 to 3^k - 1, which is 43,046,720 for the default length of 16.</returns>
    /// <exception cref="ArgumentException">An option is out of its range for this signature.</exception>
    public static long[] Of(Signature signature, SignatureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(signature);
        options ??= SignatureOptions.Default;
        options.Validate();
        ReadOnlySpan<sbyte> values = signature.Values;
        if (values.Length != options.ValueCount)
            throw new ArgumentException($"With these options a signature has {options.ValueCount} values; this one has {values.Length}.", nameof(options));

        var words = new long[options.WordCount];
        double step = values.Length / (double)options.WordCount;
        for (int i = 0; i < words.Length; i++)
        {
            int start = (int)(i * step);
            for (int digit = options.WordLength - 1; digit >= 0; digit--)
            {
                int place = start + digit;
                int sign = place < values.Length ? Math.Sign(values[place]) : 0;
                words[i] = (words[i] * Base) + sign + 1;
            }
        }

        return words;
    }

    /// <summary>How many words two signatures share, position by position.</summary>
    public static int Score(Signature first, Signature second, SignatureOptions options) => Score(Of(first, options), Of(second, options));

    /// <summary>How many words two signatures share, position by position.</summary>
    /// <exception cref="ArgumentException">They have different numbers of words.</exception>
    public static int Score(ReadOnlySpan<long> first, ReadOnlySpan<long> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"Words compare position by position, but there are {first.Length} and {second.Length}.", nameof(second));

        int score = 0;
        for (int i = 0; i < first.Length; i++)
            score += first[i] == second[i] ? 1 : 0;

        return score;
    }
}
