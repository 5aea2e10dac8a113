using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Backends.Sqlite;

/// <summary>Which records a query means: first their numbers in order, then the records page by page, so that nothing is held between pages.</summary>
internal sealed class RecordSelection(SqliteFile file, RecordQuery query)
{
    private const int PageSize = 500;

    private readonly RecordFilterEvaluator? _filter = query.Filter is null ? null : new RecordFilterEvaluator(query.Filter);
    private readonly PathPattern[]? _patterns = query.PathPatterns?.Select(pattern => new PathPattern(pattern)).ToArray();
    private readonly HashSet<string>? _paths = query.Paths?.Select(RecordKey.ComparedForm).ToHashSet(StringComparer.Ordinal);

    /// <summary>The records, ordered by path, frame, then age. One that was removed meanwhile is left out.</summary>
    public IEnumerable<MatchRecord> Read(CancellationToken cancellationToken)
    {
        List<long> chosen = file.Use(session => Numbers(session, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (RecordRow row in ReadPages(file, chosen))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_filter?.Passes(row.Record) != false)
                yield return row.Record;
        }
    }

    /// <summary>The records of numbers, in their order, as far as they are there.</summary>
    public static IEnumerable<RecordRow> ReadPages(SqliteFile file, IEnumerable<long> numbers) => numbers.Chunk(PageSize).SelectMany(page =>
    {
        string array = $"[{string.Join(',', page)}]";
        Dictionary<long, RecordRow> rows = file.Use(session => session.Query(Sql.RecordsOfNumbers, RecordRow.Read, array)).ToDictionary(row => row.Number);
        return page.Where(rows.ContainsKey).Select(number => rows[number]);
    });

    private List<long> Numbers(SqliteSession session, CancellationToken cancellationToken)
    {
        if (query.Ids is not null)
            return InOrder(query.Ids.SelectMany(id => Place.OfId(session, id)));
        if (_paths is not null && _patterns is null)
            return InOrder(query.Paths!.SelectMany(path => Place.OfPath(session, path)));

        var condition = new FilterCondition(query.Filter ?? new AllOf([]), cancellationToken);
        session.Tests = condition.Tests;
        // Paths of other records are not kept: there may be millions.
        List<long> numbers = session.Query(Sql.Places(condition.Text), row => IsMeant(row) ? row.GetInt64(0) : 0, condition.Values);
        numbers.RemoveAll(number => number == 0);
        return numbers;
    }

    private List<long> InOrder(IEnumerable<Place> places) => places
        .Where(place => IsMeant(place.Path))
        .Distinct()
        .OrderBy(place => place.Path, StringComparer.Ordinal)
        .ThenBy(place => place.Frame)
        .ThenBy(place => place.Number)
        .Select(place => place.Number)
        .ToList();

    private bool IsMeant(SqliteDataReader place) => (_paths is null && _patterns is null) || IsMeant(place.GetString(1));

    private bool IsMeant(string path) =>
        (_paths is null && _patterns is null)
        || _paths?.Contains(RecordKey.ComparedForm(path)) == true
        || (_patterns is not null && Array.Exists(_patterns, pattern => pattern.IsMatch(path)));
}
