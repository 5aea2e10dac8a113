namespace ImageMatch.Signatures;

/// <summary>Where a picture is sampled: squares around the points of a grid that divides the window evenly.</summary>
internal static class SamplingGrid
{
    private const double SquaresPerSide = 20;
    private const double WideSquaresPerSide = 10;
    private const int MinSquareSize = 2;

    /// <summary>The grid's coordinates on one axis, as numpy's <c>linspace(first, last, n + 2, dtype=int)[1:-1]</c> gives them.</summary>
    public static void Place(int first, int last, Span<int> coordinates)
    {
        double step = (last - first) / (double)(coordinates.Length + 1);
        for (int i = 0; i < coordinates.Length; i++)
            coordinates[i] = (int)Math.Floor(((i + 1) * step) + first);
    }

    /// <summary>The side of the squares for a picture of this size.</summary>
    /// <param name="height">Its height.</param>
    /// <param name="width">Its width.</param>
    /// <param name="options">May fix the side.</param>
    /// <param name="isWide">Whether squares have twice the side.</param>
    public static int SquareSize(int height, int width, SignatureOptions options, bool isWide = false)
    {
        if (options.SquareSize is { } size)
            return isWide ? 2 * size : size;

        return Math.Max(MinSquareSize, (int)(0.5 + (Math.Min(height, width) / (isWide ? WideSquaresPerSide : SquaresPerSide))));
    }

    /// <summary>
    /// First pixel and the one after the last of a square on one axis. Half of an odd size is not rounded before truncation, as in the reference.
    /// </summary>
    public static (int Start, int End) Square(int center, int size, int length)
    {
        int start = (int)Math.Max(center - (size / 2.0), 0);
        return (start, (int)Math.Min((long)start + size, length));
    }
}
