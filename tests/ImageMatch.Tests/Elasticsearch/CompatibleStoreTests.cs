using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>The contract, kept by an index of our own that image_match can search too, below its document type.</summary>
public sealed class CompatibleStoreTests : SignatureStoreContract
{
    private static readonly string Index = $"test-{Guid.NewGuid():N}";

    private bool _isEmptied;

    protected override bool KeepsRemovals => false;

    protected override ISignatureStore OpenStore()
    {
        ElasticsearchStore store = ElasticsearchStore.Open(
            TestEngine.Shared.Options(Index) with { Exact = true, DocumentType = "image", Profile = _ => SignatureProfile.Default });
        if (!_isEmptied)
            Empty(store);
        _isEmptied = true;
        return store;
    }
}
