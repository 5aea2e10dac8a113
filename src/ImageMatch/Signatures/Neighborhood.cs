namespace ImageMatch.Signatures;

/// <summary>Which neighbours a grid point is compared with, in the order of a signature's values.</summary>
internal static class Neighborhood
{
    private static readonly (int Down, int Right)[] Eight = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];
    private static readonly (int Down, int Right)[] Four = [(-1, 0), (0, -1), (0, 1), (1, 0)];

    /// <summary>The neighbours that options ask for, as steps over the grid.</summary>
    public static ReadOnlySpan<(int Down, int Right)> Of(SignatureOptions options) => options.DiagonalNeighbors ? Eight : Four;

    /// <summary>Each point's level minus that of each neighbour; 0 where there is none.</summary>
    /// <param name="levels">n x n levels, row by row.</param>
    /// <param name="options">Grid size and neighbours.</param>
    /// <param name="differences">Receives the differences, point by point.</param>
    public static void Compare(ReadOnlySpan<double> levels, SignatureOptions options, Span<double> differences)
    {
        int n = options.GridSize;
        int i = 0;
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column < n; column++)
            {
                foreach ((int down, int right) in Of(options))
                {
                    (int y, int x) = (row + down, column + right);
                    bool exists = y >= 0 && y < n && x >= 0 && x < n;
                    differences[i++] = exists ? levels[(row * n) + column] - levels[(y * n) + x] : 0;
                }
            }
        }
    }

    /// <summary>Rearranges values as turning and mirroring rearranges the grid; inverting negates them.</summary>
    /// <param name="values">A signature's values.</param>
    /// <param name="orientation">What is done to the picture.</param>
    /// <param name="options">Grid size and neighbours.</param>
    /// <param name="permuted">Receives the values.</param>
    public static void Permute(ReadOnlySpan<sbyte> values, Orientation orientation, SignatureOptions options, Span<sbyte> permuted)
    {
        int last = options.GridSize - 1;
        ReadOnlySpan<(int Down, int Right)> neighbors = Of(options);
        int i = 0;
        for (int row = 0; row <= last; row++)
        {
            for (int column = 0; column <= last; column++)
            {
                (int y, int x) = Before(row, column, last, orientation);
                foreach ((int down, int right) in neighbors)
                {
                    (int otherY, int otherX) = Before(row + down, column + right, last, orientation);
                    int place = neighbors.IndexOf((otherY - y, otherX - x));
                    sbyte value = values[(((y * options.GridSize) + x) * neighbors.Length) + place];
                    permuted[i++] = orientation.IsInverted() ? (sbyte)-value : value;
                }
            }
        }
    }

    /// <summary>Where a grid point was before the change.</summary>
    private static (int Row, int Column) Before(int row, int column, int last, Orientation orientation)
    {
        if (orientation.IsMirrored())
            column = last - column;

        for (int turn = 0; turn < orientation.Turns(); turn++)
            (row, column) = (last - column, row);

        return (row, column);
    }
}
