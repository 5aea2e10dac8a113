using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>The contract, kept by an index that the Python image_match made, whose mapping is what its first document made of it.</summary>
public sealed class PythonStoreTests : SignatureStoreContract
{
    private static readonly Lazy<PythonIndex> Index = new(() =>
    {
        var index = new PythonIndex(TestEngine.Shared);
        index.Delete(index.Add("/first.jpg", TestRecords.Signature(1)));
        return index;
    });

    private bool _isEmptied;

    protected override bool KeepsRemovals => false;

    protected override ISignatureStore OpenStore()
    {
        ElasticsearchStore store = ElasticsearchStore.Open(Index.Value.StoreOptions with { Exact = true });
        if (!_isEmptied)
            Empty(store);
        _isEmptied = true;
        return new ReferenceDrafts(store);
    }
}
