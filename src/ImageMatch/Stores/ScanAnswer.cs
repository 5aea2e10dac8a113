using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Stores;

/// <summary>Makes the answer to a query of what the scan found.</summary>
public static class ScanAnswer
{
    /// <summary>What the scan is asked. A filter takes its part after the scan, so the nearest can be chosen only then.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="accepts">Which numbers count; null for all.</param>
    public static ScanQuery ToScan(SearchQuery query, Func<long, bool>? accepts) =>
        new([.. query.Signatures.Select(asked => asked.Signature)], query.DistanceCutoff, query.Filter is null ? query.First : null, accepts, query.LineArt);

    /// <summary>The hits that pass, in the order of answers.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="filter">Its filter, or null.</param>
    /// <param name="found">What the scan found.</param>
    /// <param name="recordOf">The record of a number.</param>
    /// <param name="options">The options of the words.</param>
    public static SearchAnswer Of(
        SearchQuery query, RecordFilterEvaluator? filter, IReadOnlyList<ScanHit> found, Func<long, MatchRecord> recordOf, SignatureOptions options) => new(
    [
        .. found
            .Select(hit => (Hit: hit, Record: recordOf(hit.Number)))
            .Where(pair => filter?.Passes(pair.Record) != false)
            .OrderBy(pair => pair.Hit.Distance)
            .ThenBy(pair => pair.Record.Key.Path, StringComparer.Ordinal)
            .ThenBy(pair => pair.Record.Id, StringComparer.Ordinal)
            .Take(query.First ?? int.MaxValue)
            .Select(pair => ToHit(query.Signatures[pair.Hit.Which], pair.Hit, pair.Record, options)),
    ]);

    private static SearchHit ToHit(OrientedSignature asked, ScanHit hit, MatchRecord record, SignatureOptions options) => new(
        record,
        hit.Distance,
        SignatureWords.Score(asked.Signature, record.Signature, options),
        Orientations.Inverse(asked.Orientation));
}
