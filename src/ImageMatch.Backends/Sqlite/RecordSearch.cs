using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>Searches: the index says which numbers are near, the file which records these are.</summary>
/// <param name="leastKept">Changes that are worth a file beside the store, at least.</param>
internal sealed class RecordSearch(SqliteFile file, SharedIndex index, SignatureProfile profile, int leastKept)
{
    /// <summary>How often a query for the nearest so many is asked at most, where some of them went away before they were read.</summary>
    private const int MaxAttempts = 3;

    /// <summary>Answers the queries. No transaction is held while signatures are compared.</summary>
    public IReadOnlyList<SearchAnswer> Run(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        SearchRules.Check(queries, profile);
        foreach (SearchQuery query in queries)
            SearchRules.CheckNoEngineQuery(query.EngineQuery);

        var answers = new SearchAnswer?[queries.Count];
        int[] open = [.. Enumerable.Range(0, queries.Count)];
        for (int attempt = 1; open.Length > 0; attempt++)
        {
            SearchAnswer?[] some = Attempt(Array.ConvertAll(open, i => queries[i]), attempt == MaxAttempts, cancellationToken);
            foreach ((int i, SearchAnswer? answer) in open.Zip(some))
                answers[i] = answer;
            open = [.. open.Where(i => answers[i] is null)];
        }

        index.Keep(file, leastKept, cancellationToken);
        return answers!;
    }

    /// <summary>
    /// The answers, or null where only the nearest so many were asked for and one of them was gone, or farther away, when it was read: another may belong in its
    /// place. The last attempt asks for all.
    /// </summary>
    private SearchAnswer?[] Attempt(SearchQuery[] queries, bool isLast, CancellationToken cancellationToken)
    {
        using RecordSnapshot signatures = index.CatchUp(file, out long sequence, cancellationToken);
        RecordScan[] scans = file.Use(session => Array.ConvertAll(queries, query => ToScan(session, isLast ? query with { First = null } : query)));
        IReadOnlyList<IReadOnlyList<RecordHit>> found = signatures.Search(scans, cancellationToken);

        Dictionary<long, RecordRow> rows =
            RecordSelection.ReadPages(file, found.SelectMany(hits => hits).Select(hit => hit.Number).Distinct()).ToDictionary(row => row.Number);
        return [.. queries.Select((query, i) =>
        {
            RecordHit?[] hits = [.. found[i].Select(hit => Present(query, hit, rows.GetValueOrDefault(hit.Number), sequence))];
            bool isWhole = scans[i].Limit is null || hits.Zip(found[i]).All(pair => pair.First?.Distance <= pair.Second.Distance);
            return isWhole ? ScanAnswer.Of(query, FilterOf(query), [.. hits.OfType<RecordHit>()], number => rows[number].Record, profile) : null;
        })];
    }

    /// <summary>The hit that the record is now; null where it is gone or no match any more.</summary>
    private RecordHit? Present(SearchQuery query, RecordHit hit, RecordRow? row, long sequence) =>
        row is null ? null : row.Sequence <= sequence ? hit : NearestSignature.Of(query, row.Record, row.Number, profile);

    private static RecordFilterEvaluator? FilterOf(SearchQuery query) => query.Filter is null ? null : new RecordFilterEvaluator(query.Filter);

    private RecordScan ToScan(SqliteSession session, SearchQuery query)
    {
        HashSet<long> excluded = Excluded(session, query);
        return ScanAnswer.ToScan(query, profile, excluded.Count == 0 ? null : number => !excluded.Contains(number));
    }

    private static HashSet<long> Excluded(SqliteSession session, SearchQuery query)
    {
        IEnumerable<Place> ofPath = query.ExcludedPath is { } path ? Place.OfPath(session, path) : [];
        IEnumerable<Place> ofId = query.ExcludedId is { } id ? Place.OfId(session, id) : [];
        return [.. ofPath.Concat(ofId).Select(place => place.Number)];
    }
}
