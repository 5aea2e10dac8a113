using System.Globalization;
using ImageMatch.Signatures;

namespace ImageMatch.PowerShell;

/// <summary>How far two pictures are from each other.</summary>
public class ImageComparison
{
    internal ImageComparison(string reference, string difference, SignatureComparison comparison)
    {
        Reference = reference;
        Difference = difference;
        Dist = comparison.Distance;
        Score = comparison.Score;
        Orientation = comparison.Orientation;
        OrientedDist = comparison.OrientedDistance;
    }

    /// <summary>The one picture.</summary>
    public string Reference { get; }

    /// <summary>The other picture.</summary>
    public string Difference { get; }

    /// <summary>The distance as they are, 0 to 1.</summary>
    public double Dist { get; }

    /// <summary>Words that both share as they are, 0 to 63.</summary>
    public int Score { get; }

    /// <summary>What was done to the reference to get the difference, by the smallest of the distances in all 16 orientations.</summary>
    public Orientation Orientation { get; }

    /// <summary>The distance in that orientation.</summary>
    public double OrientedDist { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Dist:0.0000} between {Reference} and {Difference}");
}
