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
}
