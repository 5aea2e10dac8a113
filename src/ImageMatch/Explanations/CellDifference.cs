using ImageMatch.Signatures;

namespace ImageMatch.Explanations;

/// <summary>How much two pictures differ at a point of the grid.</summary>
/// <param name="Row">The row of the grid, from 0 at the top.</param>
/// <param name="Column">The column, from 0 at the left.</param>
/// <param name="Share">The share of the squared difference of the signatures that lies here, 0 to 1.</param>
/// <param name="Reference">The eight values of the one: this point against its neighbours, upper left first.</param>
/// <param name="Difference">The values of the other.</param>
public sealed record CellDifference(int Row, int Column, double Share, IReadOnlyList<sbyte> Reference, IReadOnlyList<sbyte> Difference)
{
    /// <inheritdoc/>
    public override string ToString() => $"({Row}, {Column}) {Share:P0}";

    /// <summary>The points at which two signatures differ, those that differ most first.</summary>
    internal static IEnumerable<CellDifference> Between(Signature reference, Signature difference, SignatureOptions options)
    {
        sbyte[][] first = [.. reference.Values.ToArray().Chunk(options.NeighborCount)];
        sbyte[][] second = [.. difference.Values.ToArray().Chunk(options.NeighborCount)];
        int[] squares = [.. first.Zip(second, SquaredDistance)];
        double all = squares.Sum();
        return squares.Index()
            .Where(cell => cell.Item > 0)
            .OrderByDescending(cell => cell.Item)
            .Select(cell => new CellDifference(cell.Index / options.GridSize, cell.Index % options.GridSize, cell.Item / all, first[cell.Index], second[cell.Index]));
    }

    private static int SquaredDistance(sbyte[] first, sbyte[] second) => first.Zip(second, (a, b) => (a - b) * (a - b)).Sum();
}
