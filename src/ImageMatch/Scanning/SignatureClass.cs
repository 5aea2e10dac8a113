namespace ImageMatch.Scanning;

/// <summary>What the bound needs to know of a stored half b.</summary>
/// <param name="NonZeros">How many values are not 0.</param>
/// <param name="Twos">How many of them are 2 or -2.</param>
internal readonly record struct SignatureClass(ushort NonZeros, ushort Twos)
{
    /// <summary>The sum of the absolute values: b times its own signs.</summary>
    public int AbsoluteSum => NonZeros + Twos;

    /// <summary>|b|².</summary>
    public int SquareSum => NonZeros + (3 * Twos);

    /// <summary>The place among all classes; below 2^18.</summary>
    public int Key => (NonZeros << 9) | Twos;
}
