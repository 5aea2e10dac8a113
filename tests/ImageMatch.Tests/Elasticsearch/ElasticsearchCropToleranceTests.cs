using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>The contract of windows, kept by a search engine whose searches compare everything.</summary>
public class ElasticsearchCropToleranceTests : CropToleranceContract
{
    // Emptied for each test: making an index takes much longer.
    private static readonly string Prefix = $"test-{Guid.NewGuid():N}";

    private readonly HashSet<string> _emptied = [];

    protected virtual bool IsExact => true;

    protected override ISignatureStore OpenStore(SignatureProfile profile, string name)
    {
        ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options($"{Prefix}-{IsExact}-{name}".ToLowerInvariant()) with { Exact = IsExact, Profile = _ => profile });
        if (_emptied.Add(name))
            store.Remove([.. store.Get(new()).Select(record => record.Id)]);
        return store;
    }
}

/// <summary>The same where the cluster chooses candidates by codes.</summary>
public sealed class ElasticsearchCropToleranceCandidateTests : ElasticsearchCropToleranceTests
{
    protected override bool IsExact => false;
}
