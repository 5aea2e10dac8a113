using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Explanations;

/// <summary>The parts of two pictures that a search compares: both as they are, or windows of them.</summary>
/// <param name="Stored">The signature of the stored one.</param>
/// <param name="Asked">The signature of the one asked for, in the nearest orientation.</param>
/// <param name="Distance">Between those.</param>
/// <param name="UprightDistance">The distance without turning anything.</param>
/// <param name="Cutoff">The cut-off that decides about them.</param>
/// <param name="Orientation">What was done to the stored picture to get the other.</param>
/// <param name="Windows">The windows; null for both as they are.</param>
internal sealed record ComparedPair(
    Signature Stored, Signature Asked, double Distance, double UprightDistance, double Cutoff, Orientation Orientation, MatchedWindows? Windows)
{
    /// <summary>Whether they match, in whichever orientation.</summary>
    public bool IsNear => Distance < Cutoff;

    /// <summary>Both pictures as they are.</summary>
    public static ComparedPair OfPictures(SignedPicture reference, SignedPicture difference, SignatureComparison comparison, double cutoff) => new(
        reference.Signature,
        difference.InAllOrientations()[(int)Orientations.Inverse(comparison.Orientation)].Signature,
        comparison.OrientedDistance,
        comparison.Distance,
        cutoff,
        comparison.Orientation,
        null);

    /// <summary>The nearest two windows, one of which may be the picture as it is, in the orientations that are searched for; null where there are no windows.</summary>
    /// <param name="reference">The stored picture, with its windows.</param>
    /// <param name="difference">The picture asked for, with the windows that it is asked for by.</param>
    /// <param name="options">The search.</param>
    public static ComparedPair? OfWindows(SignedPicture reference, SignedPicture difference, SearchExplanationOptions options)
    {
        CropTolerance tolerance = difference.Profile.CropTolerance;
        var cutoffs = MatchCutoffs.Of(options.DistanceCutoff, tolerance);
        var stored = (reference.Windows ?? [])
            .Select(window => (Place: WindowSets.Of(tolerance)?.StoredAt(window.Number), window.Signature))
            .Prepend((Place: null, reference.Signature));
        var pairs =
            from known in stored
            from asked in difference.ToAsk(options.AllOrientations)
            where known.Place is not null || asked.Window is not null
            let distance = SignatureDistance.Between(known.Signature, asked.Signature, options.LineArt)
            select new ComparedPair(
                known.Signature, asked.Signature, distance, distance, cutoffs.Window, Orientations.Inverse(asked.Orientation), new MatchedWindows(asked.Window, known.Place));
        return pairs.MinBy(pair => pair.Distance);
    }

    /// <summary>Whether a search finds them.</summary>
    public bool IsFound(SearchExplanationOptions options) => (options.AllOrientations ? Distance : UprightDistance) < Cutoff;
}
