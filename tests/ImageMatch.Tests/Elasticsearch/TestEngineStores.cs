using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;

namespace ImageMatch.Tests.Elasticsearch;

internal static class TestEngineStores
{
    /// <summary>Options of a store in an index of this engine.</summary>
    public static ElasticsearchStoreOptions Options(this TestEngine engine, string index) => new()
    {
        Cluster = new RestClientOptions { Uris = engine.Uris },
        Index = index,
        Source = "",
        Create = true,
        RefreshAfter = true,
    };
}
