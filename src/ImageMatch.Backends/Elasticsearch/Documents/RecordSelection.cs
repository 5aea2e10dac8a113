using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Which records a query means: the engine narrows, the evaluators decide.</summary>
internal sealed class RecordSelection(StoreIndex index, DocumentReader reader, RecordQuery query)
{
    private readonly RecordFilterEvaluator? _filter = query.Filter is null ? null : new RecordFilterEvaluator(query.Filter);
    private readonly PathPattern[]? _patterns = query.PathPatterns?.Select(pattern => new PathPattern(pattern)).ToArray();
    private readonly HashSet<string>? _paths = query.Paths?.Select(RecordKey.ComparedForm).ToHashSet(StringComparer.Ordinal);

    /// <summary>The records, ordered by path, frame, then age.</summary>
    public IEnumerable<MatchRecord> Read(CancellationToken cancellationToken)
    {
        index.RefreshOwn(cancellationToken);
        return Documents(cancellationToken).Select(document => document.Record).Where(IsMeant);
    }

    private IEnumerable<StoredDocument> Documents(CancellationToken cancellationToken)
    {
        if (query.Ids is { } ids)
        {
            return reader.ById(ids.Distinct(StringComparer.Ordinal), query.EngineQuery, cancellationToken).Values
                .OrderBy(document => document.Record.Key.Path, StringComparer.Ordinal)
                .ThenBy(document => document.Record.Key.Frame)
                .ThenBy(document => document.Record.Added)
                .ThenBy(document => document.SequenceNumber);
        }

        var fields = new Lazy<FieldList>(() => FieldList.Of(index, cancellationToken));
        return reader.InOrder(
            Queries.All(
            [
                PathQuery.Narrow(query.Paths, query.PathPatterns, index.Layout),
                query.Filter is null ? null : new FilterTranslator(fields, index.Layout).Narrow(query.Filter),
                Queries.Of(query.EngineQuery),
            ]),
            cancellationToken);
    }

    private bool IsMeant(MatchRecord record) =>
        ((_paths is null && _patterns is null)
            || _paths?.Contains(record.Key.ComparedPath) == true
            || (_patterns is not null && Array.Exists(_patterns, pattern => pattern.IsMatch(record.Key.Path))))
        && _filter?.Passes(record) != false;
}
