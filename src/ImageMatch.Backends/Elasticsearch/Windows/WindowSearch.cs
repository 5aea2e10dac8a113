using System.Text.Json.Nodes;
using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Finds records through their windows.</summary>
internal sealed class WindowSearch(WindowIndex windows, WindowSweep sweep, SignatureProfile profile, ElasticsearchStoreOptions options)
{
    private readonly DocumentReader _reader = new(windows.Index);
    private readonly CandidateSearch _candidates = new(windows.Index, profile) { OfWindows = true };

    /// <summary>
    /// The records of which the cluster takes a window for a candidate, of each query. Windows know nothing of what filters ask for: records that do not pass are
    /// found too, until they are passed over.
    /// </summary>
    public Candidates[] Ask(
        IReadOnlyList<SearchQuery> queries, IReadOnlyList<IReadOnlyCollection<string>> passedOver, IReadOnlyList<int?> limits, CancellationToken cancellationToken)
    {
        windows.Index.RefreshOwn(cancellationToken);
        return _candidates.Find(queries, new JsonNode?[queries.Count], passedOver, limits, cancellationToken);
    }

    /// <summary>The records of which a window is near enough, of each query.</summary>
    public IReadOnlyList<string>[] Scan(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        windows.Index.RefreshOwn(cancellationToken);
        RecordScan[] scans =
        [
            .. queries.Select(query => ScanAnswer.ToScan(query, profile, null)).Select(scan => scan with
            {
                Asked = [.. scan.Asked.Select(asked => asked with { IsWindow = true })],
                Limit = null,
            }),
        ];
        IReadOnlyList<IReadOnlyList<string>> found = SignatureCache.Search(windows.Index, options, scans, cancellationToken);
        Dictionary<string, StoredDocument> documents = _reader.ById(found.SelectMany(ids => ids).Distinct(StringComparer.Ordinal), null, cancellationToken);
        return [.. found.Select(ids => ids.Where(documents.ContainsKey).Select(id => WindowDocument.RecordOf(documents[id].Record)).Distinct(StringComparer.Ordinal).ToList())];
    }

    /// <summary>
    /// The records of ids that were found, with all their windows: which of these is nearest, and how near, is not left to how the record was found. Windows that
    /// belong to none of them are swept.
    /// </summary>
    public IReadOnlyList<MatchRecord> Attach(IReadOnlyCollection<string> ids, IReadOnlyList<MatchRecord> present, CancellationToken cancellationToken)
    {
        StoredDocument[] naming = [.. windows.Naming(ids, cancellationToken)];
        sweep.Sweep(naming, present, cancellationToken);
        return [.. WindowIndex.Attach(present, naming)];
    }
}
