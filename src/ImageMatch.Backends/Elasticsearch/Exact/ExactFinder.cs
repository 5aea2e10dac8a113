using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Finds records by comparing every signature, those of the pictures as they are and those of their windows.</summary>
internal sealed class ExactFinder(StoreIndex index, WindowSearch? windows, SignatureProfile profile, ElasticsearchStoreOptions options)
{
    /// <summary>The records found for each query.</summary>
    public Candidates[] Find(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        RecordScan[] scans = [.. queries.Select(query => query.EngineQuery is null && query.ExcludedId is null && query.ExcludedPath is null
            ? ScanAnswer.ToScan(query, profile, null)
            : ScanAnswer.ToScan(query with { First = null }, profile, null))];
        Candidates[] found = [.. queries.Select(_ => new Candidates())];
        foreach (IReadOnlyList<IReadOnlyList<string>>? ids in new[] { SignatureCache.Search(index, options, scans, cancellationToken), windows?.Scan(queries, cancellationToken) })
        {
            for (int i = 0; i < ids?.Count; i++)
                found[i].Ids.UnionWith(ids[i]);
        }

        return found;
    }
}
