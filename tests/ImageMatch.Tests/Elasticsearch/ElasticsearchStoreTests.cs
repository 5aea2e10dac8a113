using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>The contract, kept by a search engine whose searches compare everything.</summary>
public sealed class ElasticsearchStoreTests : SignatureStoreContract
{
    // Emptied for each test: making an index takes much longer.
    private static readonly string Index = $"test-{Guid.NewGuid():N}";

    private bool _isEmptied;

    protected override bool KeepsRemovals => false;

    protected override ISignatureStore OpenStore()
    {
        ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options(Index) with { Exact = true });
        if (!_isEmptied)
            Empty(store);
        _isEmptied = true;
        return store;
    }
}
