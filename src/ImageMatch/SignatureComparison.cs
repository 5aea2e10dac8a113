using ImageMatch.Signatures;

namespace ImageMatch;

/// <summary>How far two pictures are from each other.</summary>
/// <param name="Distance">The distance as they are, 0 to 1.</param>
/// <param name="Score">Words that both share as they are.</param>
/// <param name="Orientation">What was done to the first to get the second, by the smallest distance in all orientations.</param>
/// <param name="OrientedDistance">The distance in that orientation.</param>
public sealed record SignatureComparison(double Distance, int Score, Orientation Orientation, double OrientedDistance)
{
    /// <summary>Compares two pictures.</summary>
    /// <param name="reference">The first.</param>
    /// <param name="difference">The other.</param>
    /// <param name="lineArt">Whether distances are those for drawings and text, see <see cref="SignatureDistance.Between"/>.</param>
    /// <exception cref="ArgumentException">Their signatures follow different profiles, so that a distance would mean nothing.</exception>
    public static SignatureComparison Of(SignedPicture reference, SignedPicture difference, bool lineArt = false)
    {
        if (reference.Profile != difference.Profile)
        {
            throw new ArgumentException("The signatures were made with different options, so a distance between them would mean nothing.", nameof(difference));
        }

        var nearest = difference.InAllOrientations()
            .Select(asked => (Distance: SignatureDistance.Between(reference.Signature, asked.Signature, lineArt), asked.Orientation))
            .MinBy(candidate => candidate.Distance);
        return new SignatureComparison(
            SignatureDistance.Between(reference.Signature, difference.Signature, lineArt),
            SignatureWords.Score(reference.Signature, difference.Signature, reference.Profile.Options),
            Orientations.Inverse(nearest.Orientation),
            nearest.Distance);
    }
}
