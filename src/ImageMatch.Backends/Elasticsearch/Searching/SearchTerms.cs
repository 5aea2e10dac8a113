using System.Globalization;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The terms by which an index of our own finds candidates: codes; or, for signatures of another layout, which have none, words and their places.</summary>
internal static class SearchTerms
{
    /// <summary>The terms that are stored with a signature.</summary>
    public static IEnumerable<string> Stored(Signature signature, SignatureOptions options) =>
        Of(signature, SignatureCodes.Of(signature), options);

    /// <summary>The terms that are asked for, of each signature.</summary>
    public static IEnumerable<IEnumerable<string>> Asked(IReadOnlyList<Signature> signatures, SignatureOptions options) =>
        signatures.Zip(SignatureCodes.OfEach(signatures, SignatureCodes.AskedCount), (signature, codes) => Of(signature, codes, options));

    private static IEnumerable<string> Of(Signature signature, int[]? codes, SignatureOptions options) =>
        codes?.Select(code => code.ToString(CultureInfo.InvariantCulture))
        ?? SignatureWords.Of(signature, options).Select((word, place) => string.Create(CultureInfo.InvariantCulture, $"{place}:{word}"));
}
