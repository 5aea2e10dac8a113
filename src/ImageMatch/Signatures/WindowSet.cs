using System.Collections.Immutable;

namespace ImageMatch.Signatures;

/// <summary>Windows to store of each picture, and those to take of a picture asked for: made for each other.</summary>
public sealed record WindowSet
{
    /// <summary>Besides the picture as it is; the number of a stored window is its place here, from 1.</summary>
    public required ImmutableArray<PictureWindow> Stored { get; init; }

    /// <summary>Besides the picture as it is.</summary>
    public required ImmutableArray<PictureWindow> Asked { get; init; }

    /// <summary>A match through a window is a distance below this, where the cut-off of whole pictures is the default one.</summary>
    public required double Cutoff { get; init; }

    /// <summary>
    /// Whether windows are sampled by squares of twice the side and without a crop of their own: more of them survive another cut, but only windows so sampled are
    /// like each other. If not, a window is signed as a picture of its own, and like the signature of such a picture.
    /// </summary>
    public required bool HasWideSquares { get; init; }

    /// <summary>
    /// The cut-off for matches through windows. It is never above the set's, beyond which wrong pairs were seen to grow, and sinks with that of whole pictures
    /// where this is stricter than the default.
    /// </summary>
    /// <param name="cutoff">The cut-off of whole pictures.</param>
    public double CutoffFor(double cutoff) => Cutoff * Math.Min(1, cutoff / SignatureDistance.DefaultCutoff);

    /// <summary>The stored window of a number; null for the picture as it is.</summary>
    public PictureWindow? StoredAt(int number) => number > 0 && number <= Stored.Length ? Stored[number - 1] : null;

    internal static ImmutableArray<PictureWindow> Parse(string windows) => [.. windows.Split(' ').Select(PictureWindow.Parse)];
}
