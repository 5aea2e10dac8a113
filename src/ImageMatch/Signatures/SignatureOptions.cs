namespace ImageMatch.Signatures;

/// <summary>The parameters of the signature. The defaults are those of the Python image_match; a store keeps the ones it was made with.</summary>
public sealed record SignatureOptions
{
    /// <summary>The longest word whose number fits into 64 bits.</summary>
    public const int MaxWordLength = 39;

    private const int MaxGridSize = 128;
    private const int MaxSquareSize = 1 << 20;

    /// <summary>The reference's options.</summary>
    public static SignatureOptions Default { get; } = new();

    /// <summary>Grid points on each axis (n), 2 to 128.</summary>
    public int GridSize { get; init; } = 9;

    /// <summary>Whether flat borders are left out by percentiles of the accumulated differences; if not, the window is the whole picture.</summary>
    public bool Crop { get; init; } = true;

    /// <summary>Lower crop percentile, 0 to 100, not above <see cref="UpperPercentile"/>.</summary>
    public double LowerPercentile { get; init; } = 5;

    /// <summary>Upper crop percentile, 0 to 100.</summary>
    public double UpperPercentile { get; init; } = 95;

    /// <summary>Side of the averaged squares in pixels (P), at least 1; null for max(2, a twentieth of the shorter side).</summary>
    public int? SquareSize { get; init; }

    /// <summary>Whether the eight neighbours count, or only up, left, right and down.</summary>
    public bool DiagonalNeighbors { get; init; } = true;

    /// <summary>Differences of grey (0 to 1) smaller than this are 0. 0 to 1.</summary>
    public double Tolerance { get; init; } = 2 / 255.0;

    /// <summary>Levels of difference on each side of 0 (L): values are in -L..L. 1 to 127.</summary>
    public int Levels { get; init; } = 2;

    /// <summary>Whether both axes take the larger crop window. Only square pictures can be signed so, and only with <see cref="Crop"/>.</summary>
    public bool FixedRatio { get; init; }

    /// <summary>Values in a word (k), 1 to 39 and not more than a signature has.</summary>
    public int WordLength { get; init; } = 16;

    /// <summary>Words of a signature (N), 1 to the number of its values.</summary>
    public int WordCount { get; init; } = 63;

    /// <summary>Neighbours that each grid point is compared with: 8 or 4.</summary>
    public int NeighborCount => DiagonalNeighbors ? 8 : 4;

    /// <summary>Values of a signature: 648 by default.</summary>
    public int ValueCount => GridSize * GridSize * NeighborCount;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Check(GridSize, 2, MaxGridSize, nameof(GridSize));
        Check(UpperPercentile, 0, 100, nameof(UpperPercentile));
        Check(LowerPercentile, 0, UpperPercentile, nameof(LowerPercentile));
        Check(SquareSize ?? 1, 1, MaxSquareSize, nameof(SquareSize));
        Check(Tolerance, 0, 1, nameof(Tolerance));
        Check(Levels, 1, sbyte.MaxValue, nameof(Levels));
        Check(WordLength, 1, Math.Min(MaxWordLength, ValueCount), nameof(WordLength));
        Check(WordCount, 1, ValueCount, nameof(WordCount));
    }

    private static void Check(double value, double min, double max, string option)
    {
        if (!(value >= min && value <= max))
            throw new ArgumentException(FormattableString.Invariant($"The option {option} is {value}; it must be from {min} to {max}."));
    }
}
