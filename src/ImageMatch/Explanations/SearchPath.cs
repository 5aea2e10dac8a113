using System.Globalization;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Explanations;

/// <summary>What becomes of two pictures in a search, step by step.</summary>
internal sealed class SearchPath
{
    /// <summary>What about a hundred of a million unrelated pictures share with one by chance, of codes and of words (median; measured on crops of photographs).</summary>
    private const int SharedByChance = 4;

    private readonly ComparedPair _pictures;
    private readonly ComparedPair? _windows;
    private readonly SearchExplanationOptions _options;

    /// <param name="pictures">The pictures as they are.</param>
    /// <param name="windows">Their nearest windows; null where none are compared.</param>
    /// <param name="signatureOptions">The options of the signatures.</param>
    /// <param name="options">The search.</param>
    public SearchPath(ComparedPair pictures, ComparedPair? windows, SignatureOptions signatureOptions, SearchExplanationOptions options)
    {
        _pictures = pictures;
        _windows = windows;
        _options = options;
        Decisive = windows is { IsNear: true } && !pictures.IsFound(options) ? windows : pictures;
        SharedWords = [.. SharedPlaces(SignatureWords.Of(Decisive.Stored, signatureOptions), SignatureWords.Of(Decisive.Asked, signatureOptions))];
        SharedCodes = SignatureCodes.Of(Decisive.Stored) is { } stored && SignatureCodes.Of(Decisive.Asked, SignatureCodes.AskedCount) is { } asked
            ? [.. stored.Intersect(asked)]
            : null;
    }

    /// <summary>What decides: the windows where the pictures match through them alone, else the pictures as they are.</summary>
    public ComparedPair Decisive { get; }

    /// <summary>The places of the words that both share.</summary>
    public IReadOnlyList<int> SharedWords { get; }

    /// <summary>The codes that both share; null for signatures that have none.</summary>
    public IReadOnlyList<int>? SharedCodes { get; }

    /// <summary>The steps of a search over a kind of store.</summary>
    public IEnumerable<SearchStep> StepsOf(SearchedStore store)
    {
        bool isFeatureless = _pictures.Stored.IsFeatureless || _pictures.Asked.IsFeatureless;
        yield return Step(store, SearchStage.Featureless, isFeatureless, "One of the pictures has nothing to tell it by.", "Both pictures have features.");
        yield return Step(
            store,
            SearchStage.Orientation,
            Decisive.IsNear && !Decisive.IsFound(_options),
            $"The pictures are nearest when {Decisive.Orientation}: search with -AllOrientations.",
            _options.AllOrientations ? "All orientations are searched for."
                : Decisive.IsNear ? "No other orientation is needed."
                : "No orientation brings them below the cut-off.");
        if (store != SearchedStore.Sqlite)
        {
            foreach (SearchStep step in CandidateSteps(store))
                yield return step;
        }

        if (_options.PassesFilter is { } passes)
            yield return Step(store, SearchStage.Filter, !passes, "The record does not pass the filter.", "The record passes the filter.");

        string nor = _windows is { } windows && Decisive != windows ? $", nor that{Parts(windows)}, {Number(windows.Distance)}, below {Number(windows.Cutoff)}" : "";
        string distance = $"The distance{Parts(Decisive)}, {Number(Decisive.Distance)},";
        yield return Step(
            store,
            SearchStage.Cutoff,
            !Decisive.IsNear,
            $"{distance} is not below the cut-off {Number(Decisive.Cutoff)}{nor}.",
            $"{distance} is below the cut-off {Number(Decisive.Cutoff)}.");
    }

    private static IEnumerable<int> SharedPlaces(long[] first, long[] second) => Enumerable.Range(0, first.Length).Where(i => first[i] == second[i]);

    private static SearchStep Step(SearchedStore store, SearchStage stage, bool loses, string why, string whyNot) =>
        new(store, stage, loses ? StepOutcome.Loses : StepOutcome.Passes, loses ? why : whyNot);

    private static string Parts(ComparedPair pair) => pair.Windows is { } windows ? $" of their nearest windows ({windows})" : "";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Candidates are those that share most codes or words.</summary>
    private IEnumerable<SearchStep> CandidateSteps(SearchedStore store)
    {
        (int shared, string term) = store == SearchedStore.Elasticsearch && SharedCodes is not null ? (SharedCodes.Count, "code") : (SharedWords.Count, "word");
        yield return Step(store, SearchStage.SharedTerms, shared == 0, $"They share no {term}: only -Exact finds them.", $"They share {Count(shared, term)}.");
        if (shared == 0)
            yield break;

        // Windows have an index of their own, which does not say what its candidates share.
        bool isAsked = _options.Index?.Kind == store && Decisive.Windows?.Stored is null;
        (StepOutcome outcome, string reason) = isAsked ? Ask(_options.Index!.Search, shared, term)
            : (StepOutcome.Depends, $"The pair is compared unless as many records as -CandidateLimit allows share {Count(shared, term)} or more with the picture asked for; "
                + $"of a million unrelated pictures about 100 share {SharedByChance}.");
        yield return new SearchStep(store, SearchStage.CandidateLimit, outcome, reason);
    }

    private (StepOutcome Outcome, string Reason) Ask(ISignatureSearch index, int shared, string term)
    {
        var query = new SearchQuery { Signatures = [new OrientedSignature(Decisive.Asked, Orientation.Unchanged)], DistanceCutoff = _options.DistanceCutoff };
        if (index.Search([query])[0].LowestScore is not { } least)
            return (StepOutcome.Passes, $"All records of the index in use that share a {term} with the picture asked for are compared.");

        string candidates = $"The candidates in the index in use share {Count(least, term)} or more with the picture asked for";
        return shared == least ? (StepOutcome.Depends, $"{candidates}; of those that share as many as this pair, only some are compared.")
            : shared > least ? (StepOutcome.Passes, $"{candidates}, this pair {shared}.")
            : (StepOutcome.Loses, $"{candidates}, this pair only {shared}: use -Exact or a larger -CandidateLimit.");
    }

    private static string Count(int count, string term) => string.Create(CultureInfo.InvariantCulture, $"{count} {term}{(count == 1 ? "" : "s")}");
}
