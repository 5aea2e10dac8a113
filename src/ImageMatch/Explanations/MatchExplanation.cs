using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Explanations;

/// <summary>Why a search for one picture finds another or does not.</summary>
public sealed record MatchExplanation
{
    /// <summary>How far the pictures are from each other.</summary>
    public required SignatureComparison Comparison { get; init; }

    /// <summary>The two windows that are nearest, whether they match or not; null where no windows are compared.</summary>
    public MatchedWindows? Window { get; init; }

    /// <summary>The distance of those windows; null where there are none.</summary>
    public double? WindowDistance { get; init; }

    /// <summary>Whether the pictures match through those windows and not as they are. What follows is then about the windows.</summary>
    public bool IsThroughWindow { get; init; }

    /// <summary>The points of the grid that differ, in the nearest orientation, those that differ most first.</summary>
    public required IReadOnlyList<CellDifference> Cells { get; init; }

    /// <summary>The places, from 0, of the words that both share in the nearest orientation.</summary>
    public required IReadOnlyList<int> SharedWords { get; init; }

    /// <summary>The codes that both share in the nearest orientation, by which an index of our own finds candidates; null for signatures that have none.</summary>
    public required IReadOnlyList<int>? SharedCodes { get; init; }

    /// <summary>The steps of a search over each kind of store.</summary>
    public required IReadOnlyList<SearchStep> Steps { get; init; }

    /// <summary>The first step of each kind of store that loses the pair.</summary>
    public IReadOnlyList<SearchStep> LostBy =>
        [.. Steps.Where(step => step.Outcome == StepOutcome.Loses).DistinctBy(step => step.Store)];

    /// <summary>Explains a search.</summary>
    /// <param name="reference">The stored picture.</param>
    /// <param name="difference">The picture that is searched for.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">Their signatures follow different profiles.</exception>
    /// <exception cref="StoreException">The index that is searched does not answer.</exception>
    public static MatchExplanation Of(SignedPicture reference, SignedPicture difference, SearchExplanationOptions options)
    {
        var comparison = SignatureComparison.Of(reference, difference, options.LineArt);
        var pictures = ComparedPair.OfPictures(reference, difference, comparison, options.DistanceCutoff);
        ComparedPair? windows = ComparedPair.OfWindows(reference, difference, options);
        var own = new SearchPath(pictures, windows, reference.Profile.Options, options);

        // Such an index has whole pictures only, whatever the profile in use.
        SignedPicture? plain = options.PlainDifference ?? (difference.Profile.CropTolerance == CropTolerance.None ? difference : null);
        ComparedPair? plainWindows = plain is null ? null : ComparedPair.OfWindows(reference with { Windows = null }, plain, options);
        var foreign = new SearchPath(pictures, plainWindows, reference.Profile.Options, options);
        return new MatchExplanation
        {
            Comparison = comparison,
            Window = windows?.Windows,
            WindowDistance = windows?.Distance,
            IsThroughWindow = own.Decisive.Windows is not null,
            Cells = [.. CellDifference.Between(own.Decisive.Stored, own.Decisive.Asked, reference.Profile.Options)],
            SharedWords = own.SharedWords,
            SharedCodes = own.SharedCodes,
            Steps =
            [
                .. own.StepsOf(SearchedStore.Sqlite),
                .. own.StepsOf(SearchedStore.Elasticsearch),
                .. foreign.StepsOf(SearchedStore.ImageMatchIndex),
            ],
        };
    }
}
