using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Ratios.Clusters;

/// <summary>An index that is a store.</summary>
internal sealed class OwnIndex : IDisposable
{
    private const int BatchSize = 20_000;

    private readonly ElasticsearchStoreOptions _options;
    private readonly ElasticsearchStore _store;

    public OwnIndex(Uri cluster, string name, bool isCompatible = false)
    {
        _options = new ElasticsearchStoreOptions { Cluster = new RestClientOptions { Uris = [cluster] }, Index = name, Source = "", Create = true, Compatible = isCompatible };
        Index = new BenchIndex(cluster, name);
        _store = ElasticsearchStore.Open(_options);
    }

    public BenchIndex Index { get; }

    /// <summary>Adds all documents as pictures are added: present ones are looked for.</summary>
    public Cost Add(BenchDocuments documents, bool hasFacts, bool isFast = false)
    {
        Cost sum = default;
        FastLoad? load = isFast ? FastLoad.Begin(_options) : null;
        foreach (int[] numbers in Enumerable.Range(0, documents.Count).Chunk(BatchSize))
        {
            RecordDraft[] batch = Array.ConvertAll(numbers, number => documents.Draft(number, hasFacts, _store.Profile));
            sum += Cost.Of(() =>
            {
                foreach (AddOutcome outcome in _store.Add(batch))
                    _ = outcome.Record ?? throw outcome.Error!;
            });
        }

        sum += Cost.Of(() => load?.Dispose());
        Index.Settle();
        return sum;
    }

    /// <summary>The paths of the matches of each picture, which comes in one or more orientations.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Search(IEnumerable<IEnumerable<Signature>> pictures) =>
    [
        .. _store.Search([.. pictures.Select(signatures => new SearchQuery { Signatures = [.. signatures.Select(signature => new OrientedSignature(signature, default))] })])
            .Select(answer => answer.Hits.Select(hit => hit.Record.Key.Path).ToList()),
    ];

    public void Dispose()
    {
        _store.Dispose();
        Index.Dispose();
    }
}
