using System.Globalization;
using System.Text.Json.Nodes;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Records among which candidates are chosen by the same kind of terms: by our codes, or by image_match's words, which find fewer.</summary>
/// <param name="ToQueries">A query for each of several signatures, which scores the terms that a record shares with it.</param>
/// <param name="Members">What the records of the pool are.</param>
/// <param name="Excluded">What records of another pool are; null where there is none.</param>
/// <param name="Recall">How many copies are found by these terms.</param>
internal sealed record CandidatePool(
    Func<IReadOnlyList<Signature>, IEnumerable<JsonNode>> ToQueries, JsonNode Members, JsonNode? Excluded, CandidateRecall Recall)
{
    private const int MinCandidates = 100;
    private const int MaxCandidates = 1000;

    /// <summary>The pools that an index may have; some may be empty.</summary>
    public static IReadOnlyList<CandidatePool> Of(IndexLayout layout, SignatureOptions options)
    {
        if (!layout.HasWords)
            return [ByCodes(Queries.Everything)];
        if (!layout.HasCodes)
            return [ByWords(Queries.Everything, null)];

        JsonObject hasCodes = Queries.Exists(layout.Packed);
        return [ByCodes(hasCodes), ByWords(Queries.Without(Queries.Everything, hasCodes.DeepClone()), hasCodes)];

        CandidatePool ByCodes(JsonNode members) =>
            new(signatures => SearchTerms.Asked(signatures, options).Select(terms => Queries.AnyWord("codes", terms)), members, null, CandidateRecall.OfCodes);

        CandidatePool ByWords(JsonNode members, JsonNode? excluded) =>
            new(signatures => signatures.Select(signature => Words(signature, options, layout)), members, excluded, CandidateRecall.OfWords);
    }

    /// <summary>How many candidates a search takes of its own choice.</summary>
    /// <param name="records">How many records the pool has.</param>
    public int DefaultLimit(long records) => (int)Math.Clamp(records / Recall.RecordsPerCandidate, MinCandidates, MaxCandidates);

    /// <summary>Whatever the words are mapped as, each counts the same.</summary>
    private static JsonNode Words(Signature signature, SignatureOptions options, IndexLayout layout) => Queries.Any(
    [
        .. layout.Roots.SelectMany(root => SignatureWords.Of(signature, options).Select((word, place) => Queries.Constant(
            Queries.Term(string.Create(CultureInfo.InvariantCulture, $"{root}simple_word_{place}"), word)))),
    ]);
}
