using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Stores;
using ImageMatch.Tests.Elasticsearch;

namespace ImageMatch.Tests.Synchronization;

/// <summary>Syncs with a search engine, which tells the machines apart that share an index.</summary>
public sealed class ElasticsearchFolderSyncTests : FolderSyncContract
{
    private static readonly string Index = $"sync-{Guid.NewGuid():N}";

    protected override ISignatureStore OpenStore()
    {
        ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options(Index) with { Source = "this machine" });
        store.Remove([.. store.Get(new()).Select(record => record.Id)]);
        return store;
    }
}
