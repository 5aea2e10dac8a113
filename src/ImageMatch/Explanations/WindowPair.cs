using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Explanations;

/// <summary>The parts of two pictures that a search compares: both as they are, or windows of them.</summary>
/// <param name="Stored">The signature of the stored one.</param>
/// <param name="Asked">The signature of the one asked for, in the nearest orientation.</param>
/// <param name="Distance">Between those.</param>
/// <param name="Orientation">What was done to the stored picture to get the other.</param>
/// <param name="UprightDistance">The distance without turning anything.</param>
/// <param name="Windows">The windows; null for both as they are.</param>
internal sealed record WindowPair(
    Signature Stored, Signature Asked, double Distance, Orientation Orientation, double UprightDistance, MatchedWindows? Windows)
{
    private double _windowCutoff;

    /// <summary>Both pictures as they are.</summary>
    public static WindowPair Whole(SignedPicture reference, SignedPicture difference, SignatureComparison comparison) => new(
        reference.Signature,
        difference.InAllOrientations()[(int)Orientations.Inverse(comparison.Orientation)].Signature,
        comparison.OrientedDistance,
        comparison.Orientation,
        comparison.Distance,
        null);

    /// <summary>The nearest two windows, one of which may be the picture as it is; null where none match.</summary>
    public static WindowPair? Matching(SignedPicture reference, SignedPicture difference, SearchExplanationOptions options)
    {
        var tolerance = reference.Profile.CropTolerance;
        double cutoff = WindowSets.ToAsk(tolerance).CutoffFor(options.DistanceCutoff);
        var stored = (reference.Windows ?? [])
            .Select(window => (Place: WindowSets.Of(tolerance)?.StoredAt(window.Number), window.Signature))
            .Prepend((Place: null, reference.Signature));
        var pairs =
            from known in stored
            from asked in difference.ToAsk(options.AllOrientations)
            where known.Place is not null || asked.Window is not null
            let distance = SignatureDistance.Between(known.Signature, asked.Signature, options.LineArt)
            where distance < cutoff
            orderby distance
            select new WindowPair(
                known.Signature, asked.Signature, distance, Orientations.Inverse(asked.Orientation), distance, new MatchedWindows(asked.Window, known.Place))
            {
                _windowCutoff = cutoff,
            };
        return pairs.FirstOrDefault();
    }

    /// <summary>The cut-off that decides about the pair.</summary>
    public double Cutoff(SearchExplanationOptions options) => Windows is null ? options.DistanceCutoff : _windowCutoff;
}
