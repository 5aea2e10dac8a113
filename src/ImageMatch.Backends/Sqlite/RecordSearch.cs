using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>Searches: the index says which numbers are near, the file which records these are.</summary>
/// <param name="leastKept">Changes that are worth a file beside the store, at least.</param>
internal sealed class RecordSearch(SqliteFile file, SharedIndex index, SignatureProfile profile, int leastKept)
{
    /// <summary>How often a search starts again because records that it found changed before they were read.</summary>
    private const int MaxAttempts = 5;

    /// <summary>Answers the queries.</summary>
    public IReadOnlyList<SearchAnswer> Run(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        IReadOnlyList<SearchAnswer> answers = Answer(queries, cancellationToken);
        index.Keep(file, leastKept, cancellationToken);
        return answers;
    }

    private List<SearchAnswer> Answer(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        SearchRules.Check(queries, profile);
        foreach (SearchQuery query in queries)
            SearchRules.CheckNoEngineQuery(query.EngineQuery);
        RecordFilterEvaluator?[] filters = [.. queries.Select(query => query.Filter is null ? null : new RecordFilterEvaluator(query.Filter))];
        for (int attempt = 1; attempt < MaxAttempts; attempt++)
        {
            if (Attempt(queries, filters, cancellationToken) is { } answers)
                return answers;
        }

        // Others write all the time: they wait for once.
        return file.Write(_ => Attempt(queries, filters, cancellationToken), cancellationToken) ?? throw SqliteErrors.Busy(file.Path);
    }

    /// <summary>The answers, or null where a record that was found changed before it was read.</summary>
    private List<SearchAnswer>? Attempt(IReadOnlyList<SearchQuery> queries, RecordFilterEvaluator?[] filters, CancellationToken cancellationToken)
    {
        (RecordIndex signatures, long sequence) = index.CatchUp(file, cancellationToken);
        RecordScan[] scans = file.Use(session => queries.Select(query => ToScan(session, query)).ToArray());
        IReadOnlyList<IReadOnlyList<RecordHit>> found = signatures.Search(scans, cancellationToken);

        long[] numbers = [.. found.SelectMany(hits => hits).Select(hit => hit.Number).Distinct()];
        Dictionary<long, RecordRow> rows = RecordSelection.ReadPage(file, numbers).ToDictionary(row => row.Number);
        if (rows.Count < numbers.Length || rows.Values.Any(row => row.Sequence > sequence))
            return null;

        return queries.Select((query, i) => ScanAnswer.Of(query, filters[i], found[i], number => rows[number].Record, profile)).ToList();
    }

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
