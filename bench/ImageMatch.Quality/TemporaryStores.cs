using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Signatures;

namespace ImageMatch.Quality;

/// <summary>Stores in a folder of their own and in indices of a cluster, all gone at the end.</summary>
internal sealed class TemporaryStores(Uri? cluster) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-quality-");
    private readonly string _prefix = $"quality-{Environment.ProcessId}";
    private readonly List<Collection> _collections = [];

    public bool HasCluster => cluster is not null;

    public Collection InFiles(CropTolerance tolerance) => Keep(new Collection(name => SqliteStore.Open(
        Path.Combine(_folder.FullName, $"{tolerance}-{name}.db"),
        new SqliteStoreOptions { Create = true, Profile = profile => profile with { CropTolerance = tolerance } })));

    public Collection InCluster(CropTolerance tolerance) => Keep(new Collection(name => ElasticsearchStore.Open(new ElasticsearchStoreOptions
    {
        Cluster = new RestClientOptions { Uris = [cluster!] },
        Index = $"{_prefix}-{tolerance}-{name}".ToLowerInvariant(),
        Create = true,
        Profile = profile => profile with { CropTolerance = tolerance },
    })));

    public void Dispose()
    {
        _collections.ForEach(collection => collection.Dispose());
        _folder.Delete(recursive: true);
        if (cluster is null)
            return;

        // By their names: a cluster may refuse to delete by a pattern.
        using var http = new HttpClient { BaseAddress = cluster };
        string indices = http.GetStringAsync(new Uri($"_cat/indices/{_prefix}-*?h=index", UriKind.Relative)).GetAwaiter().GetResult();
        foreach (string index in indices.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            http.DeleteAsync(new Uri(index, UriKind.Relative)).GetAwaiter().GetResult().Dispose();
    }

    private Collection Keep(Collection collection)
    {
        _collections.Add(collection);
        return collection;
    }
}
