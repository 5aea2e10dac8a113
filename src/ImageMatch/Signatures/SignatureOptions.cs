namespace ImageMatch.Signatures;

/// <summary>The parameters of the signature. The defaults are those of the Python image_match; a store keeps the ones it was made with.</summary>
public sealed record SignatureOptions
{
    /// <summary>The reference's options.</summary>
    public static SignatureOptions Default { get; } = new();

    /// <summary>Grid points on each axis (n). At least 2.</summary>
    public int GridSize { get; init; } = 9;

    /// <summary>Whether flat borders are left out by percentiles of the accumulated differences; if not, the window is the whole picture.</summary>
    public bool Crop { get; init; } = true;

    /// <summary>Lower crop percentile, 0 to 100, below <see cref="UpperPercentile"/>.</summary>
    public double LowerPercentile { get; init; } = 5;

    /// <summary>Upper crop percentile, 0 to 100.</summary>
    public double UpperPercentile { get; init; } = 95;

    /// <summary>Side of the averaged squares in pixels (P); null for max(2, a twentieth of the shorter side).</summary>
    public int? SquareSize { get; init; }

    /// <summary>Whether the eight neighbours count, or only up, left, right and down.</summary>
    public bool DiagonalNeighbors { get; init; } = true;

    /// <summary>Differences of grey (0 to 1) smaller than this are 0.</summary>
    public double Tolerance { get; init; } = 2 / 255.0;

    /// <summary>Levels of difference on each side of 0 (L): values are in -L..L.</summary>
    public int Levels { get; init; } = 2;

    /// <summary>Whether both axes take the larger crop window. Only square pictures can be signed so.</summary>
    public bool FixedRatio { get; init; }

    /// <summary>Values in a word (k).</summary>
    public int WordLength { get; init; } = 16;

    /// <summary>Words of a signature (N).</summary>
    public int WordCount { get; init; } = 63;

    /// <summary>Neighbours that each grid point is compared with: 8 or 4.</summary>
    public int NeighborCount => DiagonalNeighbors ? 8 : 4;

    /// <summary>Values of a signature: 648 by default.</summary>
    public int ValueCount => GridSize * GridSize * NeighborCount;
}
