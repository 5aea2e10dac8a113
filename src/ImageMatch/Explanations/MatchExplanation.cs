using System.Globalization;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Explanations;

/// <summary>Why a search for one picture finds another or does not.</summary>
public sealed record MatchExplanation
{
    /// <summary>How far the pictures are from each other.</summary>
    public required SignatureComparison Comparison { get; init; }

    /// <summary>The windows through which the pictures match where they do not as they are; null otherwise. What follows is then about those windows.</summary>
    public MatchedWindows? Window { get; init; }

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
    public static MatchExplanation Of(SignedPicture reference, SignedPicture difference, SearchExplanationOptions options)
    {
        var comparison = SignatureComparison.Of(reference, difference, options.LineArt);
        var compared = comparison.OrientedDistance < options.DistanceCutoff ? null : WindowPair.Matching(reference, difference, options);
        compared ??= WindowPair.Whole(reference, difference, comparison);
        Signature known = compared.Stored;
        Signature asked = compared.Asked;
        SignatureOptions signed = reference.Profile.Options;
        int[] words = [.. SharedPlaces(SignatureWords.Of(known, signed), SignatureWords.Of(asked, signed))];
        int[]? codes = SignatureCodes.Of(known) is { } stored && SignatureCodes.Of(asked, SignatureCodes.AskedCount) is { } wanted
            ? [.. stored.Intersect(wanted)]
            : null;
        bool isFeatureless = reference.Signature.IsFeatureless || difference.Signature.IsFeatureless;
        return new MatchExplanation
        {
            Comparison = comparison,
            Window = compared.Windows,
            Cells = [.. CellsOf(known, asked, signed)],
            SharedWords = words,
            SharedCodes = codes,
            Steps =
            [
                .. StepsOf(SearchedStore.Sqlite, null, "", compared, isFeatureless, options),
                .. StepsOf(SearchedStore.Elasticsearch, codes?.Length ?? words.Length, codes is null ? "word" : "code", compared, isFeatureless, options),
                .. StepsOf(SearchedStore.ImageMatchIndex, words.Length, "word", compared, isFeatureless, options),
            ],
        };
    }

    private static IEnumerable<int> SharedPlaces(long[] first, long[] second) => Enumerable.Range(0, first.Length).Where(i => first[i] == second[i]);

    private static IEnumerable<CellDifference> CellsOf(Signature reference, Signature asked, SignatureOptions options)
    {
        int count = options.NeighborCount;
        sbyte[] a = reference.Values.ToArray();
        sbyte[] b = asked.Values.ToArray();
        int[] squares = [.. Enumerable.Range(0, options.GridSize * options.GridSize).Select(cell => Enumerable.Range(cell * count, count).Sum(i => (a[i] - b[i]) * (a[i] - b[i])))];
        double all = squares.Sum();
        return squares
            .Select((square, cell) => (Square: square, Cell: cell))
            .Where(pair => pair.Square > 0)
            .OrderByDescending(pair => pair.Square)
            .Select(pair => new CellDifference(
                pair.Cell / options.GridSize, pair.Cell % options.GridSize, pair.Square / all, a[(pair.Cell * count)..((pair.Cell + 1) * count)], b[(pair.Cell * count)..((pair.Cell + 1) * count)]));
    }

    /// <param name="store">The kind of store.</param>
    /// <param name="shared">The terms that both share; null for a store that compares everything.</param>
    /// <param name="term">What a term is called.</param>
    private static IEnumerable<SearchStep> StepsOf(
        SearchedStore store, int? shared, string term, WindowPair compared, bool isFeatureless, SearchExplanationOptions options)
    {
        yield return Step(SearchStage.Featureless, isFeatureless, "One of the pictures has nothing to tell it by.", "Both pictures have features.");
        bool isNear = compared.Distance < compared.Cutoff(options);
        yield return Step(
            SearchStage.Orientation,
            isNear && !options.AllOrientations && compared.Orientation != Orientation.Unchanged && compared.UprightDistance >= options.DistanceCutoff,
            $"The pictures are nearest when {compared.Orientation}: search with -AllOrientations.",
            options.AllOrientations ? "All orientations are searched for." : isNear ? "No other orientation is needed." : "No orientation brings them below the cut-off.");
        if (shared is { } count)
        {
            yield return Step(SearchStage.SharedTerms, count == 0, $"They share no {term}: only -Exact finds them.", $"They share {Count(count, term)}.");
            if (count > 0)
            {
                yield return new SearchStep(
                    store,
                    SearchStage.CandidateLimit,
                    StepOutcome.Depends,
                    $"The pair is compared unless as many records as -CandidateLimit allows share {Count(count, term)} or more with the picture asked for.");
            }
        }

        if (options.PassesFilter is { } passes)
            yield return Step(SearchStage.Filter, !passes, "The record does not pass the filter.", "The record passes the filter.");

        string distance = compared.Distance.ToString("0.0000", CultureInfo.InvariantCulture);
        string cutoff = compared.Cutoff(options).ToString("0.####", CultureInfo.InvariantCulture);
        string parts = compared.Windows is { } windows ? $" of their windows ({windows})" : "";
        yield return Step(
            SearchStage.Cutoff,
            !isNear,
            $"The distance {distance}{parts} is not below the cut-off {cutoff}.",
            $"The distance {distance}{parts} is below the cut-off {cutoff}.");

        SearchStep Step(SearchStage stage, bool loses, string why, string whyNot) =>
            new(store, stage, loses ? StepOutcome.Loses : StepOutcome.Passes, loses ? why : whyNot);
    }

    private static string Count(int count, string term) => string.Create(CultureInfo.InvariantCulture, $"{count} {term}{(count == 1 ? "" : "s")}");
}
