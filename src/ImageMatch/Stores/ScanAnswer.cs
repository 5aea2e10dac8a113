using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Stores;

/// <summary>Makes the answer to a query of what the scan found.</summary>
public static class ScanAnswer
{
    /// <summary>What the scan is asked. A filter takes its part after the scan, so the nearest can be chosen only then.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="profile">That of the signatures.</param>
    /// <param name="accepts">Which numbers count; null for all.</param>
    public static RecordScan ToScan(SearchQuery query, SignatureProfile profile, Func<long, bool>? accepts) => new(
        [.. query.Signatures.Select(asked => new AskedOfRecords(asked.Signature, asked.Window is not null))],
        MatchCutoffs.Of(query.DistanceCutoff, profile.CropTolerance),
        query.Filter is null ? query.First : null,
        accepts,
        query.LineArt);

    /// <summary>The hits that pass, in the order of answers.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="filter">Its filter, or null.</param>
    /// <param name="found">What the scan found.</param>
    /// <param name="recordOf">The record of a number.</param>
    /// <param name="profile">That of the signatures.</param>
    public static SearchAnswer Of(
        SearchQuery query, RecordFilterEvaluator? filter, IReadOnlyList<RecordHit> found, Func<long, MatchRecord> recordOf, SignatureProfile profile) => new(
    [
        .. found
            .Select(hit => (Hit: hit, Record: recordOf(hit.Number)))
            .Where(pair => filter?.Passes(pair.Record) != false)
            .OrderBy(pair => pair.Hit.Distance)
            .ThenBy(pair => pair.Record.Key.Path, StringComparer.Ordinal)
            .ThenBy(pair => pair.Record.Id, StringComparer.Ordinal)
            .Take(query.First ?? int.MaxValue)
            .Select(pair => ToHit(query.Signatures[pair.Hit.Which], pair.Hit, pair.Record, profile)),
    ]);

    private static SearchHit ToHit(OrientedSignature asked, RecordHit hit, MatchRecord record, SignatureProfile profile)
    {
        Signature stored = record.Windows.Where(window => window.Number == hit.Window).Select(window => window.Signature).FirstOrDefault(record.Signature);
        return new SearchHit(
            record,
            hit.Distance,
            SignatureWords.Score(asked.Signature, stored, profile.Options),
            Orientations.Inverse(asked.Orientation))
        {
            Window = asked.Window is null && hit.Window == 0 ? null : new MatchedWindows(asked.Window, WindowSets.Of(profile.CropTolerance)?.StoredAt(hit.Window)),
        };
    }
}
