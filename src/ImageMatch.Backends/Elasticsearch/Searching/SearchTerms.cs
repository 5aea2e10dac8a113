using System.Globalization;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The terms by which an index of our own finds candidates: codes; or, for signatures of another layout, which have none, words and their places.</summary>
internal static class SearchTerms
{
    /// <summary>The terms that are stored with a signature.</summary>
    public static IEnumerable<string> Stored(Signature signature, SignatureOptions options) => Take(signature, SignatureCodes.StoredCount, options);

    /// <summary>The terms that are asked for.</summary>
    public static IEnumerable<string> Asked(Signature signature, SignatureOptions options) => Take(signature, SignatureCodes.AskedCount, options);

    private static IEnumerable<string> Take(Signature signature, int count, SignatureOptions options) =>
        SignatureCodes.Of(signature, count) is { } codes
            ? codes.Select(code => code.ToString(CultureInfo.InvariantCulture))
            : SignatureWords.Of(signature, options).Select((word, place) => string.Create(CultureInfo.InvariantCulture, $"{place}:{word}"));
}
