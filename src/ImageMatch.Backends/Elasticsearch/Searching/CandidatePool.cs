using System.Globalization;
using System.Text.Json.Nodes;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Records among which candidates are chosen by the same kind of terms: by our codes, or by image_match's words, which find fewer.</summary>
/// <param name="Terms">The clauses that ask for a signature, each of which scores 1.</param>
/// <param name="Excluded">What records of another pool are; null where there is none.</param>
/// <param name="Records">How many records there are.</param>
/// <param name="Recall">How many copies are found by these terms.</param>
internal sealed record CandidatePool(Func<Signature, IEnumerable<JsonNode>> Terms, JsonNode? Excluded, long Records, CandidateRecall Recall)
{
    private const int MinCandidates = 100;
    private const int MaxCandidates = 1000;

    /// <summary>How many candidates a search takes of its own choice.</summary>
    public int DefaultLimit => (int)Math.Clamp(Records / Recall.RecordsPerCandidate, MinCandidates, MaxCandidates);

    /// <summary>The pools of an index that are not empty.</summary>
    public static IReadOnlyList<CandidatePool> Of(StoreIndex index, SignatureOptions options, CancellationToken cancellationToken)
    {
        IndexLayout layout = index.Layout;
        long records = index.Count(null, cancellationToken);
        if (!layout.HasWords)
            return [ByCodes(records)];
        if (!layout.HasCodes)
            return [ByWords(records, null)];

        JsonObject hasCodes = Queries.Exists(layout.Packed);
        long withCodes = index.Count(hasCodes, cancellationToken);
        return [.. new[] { ByCodes(withCodes), ByWords(records - withCodes, hasCodes) }.Where(pool => pool.Records > 0)];

        CandidatePool ByCodes(long count) => new(signature => SearchTerms.Asked(signature, options).Select(term => Queries.Term("codes", term)), null, count, CandidateRecall.OfCodes);

        CandidatePool ByWords(long count, JsonNode? excluded) => new(signature => Words(signature, options, layout), excluded, count, CandidateRecall.OfWords);
    }

    /// <summary>Whatever the words are mapped as, each counts the same.</summary>
    private static IEnumerable<JsonNode> Words(Signature signature, SignatureOptions options, IndexLayout layout) => layout.Roots.SelectMany(root =>
        SignatureWords.Of(signature, options).Select((word, place) => Queries.Constant(
            Queries.Term(string.Create(CultureInfo.InvariantCulture, $"{root}simple_word_{place}"), word))));
}
