using ImageMatch.Signatures;

namespace ImageMatch.Tests.Recall;

/// <summary>
/// Crops are found as often as windows were measured to find them when they were chosen: 0.03 less in the mean at most, and 0.06 less for a kind of which more
/// than nine of ten were found.
/// </summary>
public sealed class CropRecallTests(CropRecall recall) : IClassFixture<CropRecall>
{
    private const double LessInTheMean = 0.03;
    private const double LessForAKind = 0.06;

    /// <summary>What six and sixteen stored windows found of each kind.</summary>
    private static readonly (string Kind, double Light, double Full)[] Measured =
    [
        ("crop 5 %", 1, 1), ("crop 10 %", 0.98, 1), ("crop 15 %", 0.95, 0.98), ("crop 20 %", 0.90, 0.97),
        ("window .9", 0.77, 0.91), ("window .8", 0.59, 0.83), ("window .7", 0.16, 0.38), ("window .75-.95", 0.69, 0.88), ("each side 0-15 %", 0.74, 0.89),
        ("one side 10 %", 0.96, 0.99), ("one side 20 %", 0.89, 0.98), ("one side 30 %", 0.07, 0.83),
        ("to square", 0.97, 0.96), ("to 16:9", 0.92, 0.98), ("16:9 to 4:3", 0.99, 0.98), ("to 9:16", 0.09, 0.77), ("crop 10 %, half, jpeg60", 0.96, 0.98),
        ("stored crop 10 %", 0.97, 0.95), ("stored left 20 % off", 0.91, 0.99), ("stored square", 0.80, 0.81),
        ("framed 5, 10, 20 %", 1, 1), ("bars 5, 10, 20 %", 1, 1),
    ];

    [SkippableTheory]
    [InlineData(CropTolerance.Light)]
    [InlineData(CropTolerance.Full)]
    public void Crops_are_found_as_often_as_was_measured(CropTolerance tolerance)
    {
        (string Kind, double Share)[] expected = [.. Measured.Select(row => (row.Kind, tolerance == CropTolerance.Light ? row.Light : row.Full))];

        Assert.All(expected.Where(row => row.Share > 0.9), row => Assert.InRange(recall.Shares[(tolerance, row.Kind)], row.Share - LessForAKind, 1));
        Assert.InRange(expected.Average(row => recall.Shares[(tolerance, row.Kind)]), expected.Average(row => row.Share) - LessInTheMean, 1);
    }

    [SkippableTheory]
    [InlineData("stored crop 10 %")]
    [InlineData("stored left 20 % off")]
    [InlineData("stored square")]
    public void Stored_crops_are_found_by_windows_of_the_whole_alone(string kind) => Assert.InRange(recall.Shares[(CropTolerance.None, kind)], 0.9, 1);
}
