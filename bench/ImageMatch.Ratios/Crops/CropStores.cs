using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Backends.Imaging;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using NetVips;

namespace ImageMatch.Ratios.Crops;

/// <summary>One way to store and to ask: a store for the originals, and one for each kind of which another picture is stored.</summary>
internal sealed class CropStores : IDisposable
{
    private readonly Dictionary<CropKind, ImageMatcher> _reversed = [];
    private readonly ImageMatcher _originals;
    private readonly Func<string, ISignatureStore> _open;
    private readonly SearchOptions _options;

    private CropStores(string name, Func<string, ISignatureStore> open, SearchOptions options)
    {
        Name = name;
        _open = open;
        _options = options with { ThrottleLimit = 1 };
        _originals = Matcher("originals");
        foreach (CropKind kind in CropKind.All.Where(kind => kind.Store is not null))
            _reversed.Add(kind, Matcher($"reversed-{_reversed.Count}"));
    }

    public string Name { get; }

    /// <summary>In files of a folder.</summary>
    public static CropStores InFiles(string name, string folder, CropTolerance tolerance, bool queryWindows) => new(
        name,
        store => SqliteStore.Open(Path.Combine(folder, $"{name}-{store}.db"), new SqliteStoreOptions { Create = true, Profile = _ => ProfileOf(tolerance) }),
        new SearchOptions { QueryWindows = queryWindows });

    /// <summary>In indices of a cluster.</summary>
    public static CropStores InCluster(string name, Uri cluster, string prefix, CropTolerance tolerance, bool exact) => new(
        name,
        store => ElasticsearchStore.Open(new ElasticsearchStoreOptions
        {
            Cluster = new RestClientOptions { Uris = [cluster] },
            Index = $"{prefix}-{tolerance}-{store}".ToLowerInvariant(),
            Create = true,
            Profile = _ => ProfileOf(tolerance),
        }),
        new SearchOptions { Exact = exact });

    public void Add(string name, Image original)
    {
        Add(_originals, name, original);
        foreach ((CropKind kind, ImageMatcher matcher) in _reversed)
        {
            using Image stored = kind.Store!(original);
            Add(matcher, name, stored);
        }
    }

    /// <summary>The names of the pictures found.</summary>
    public IEnumerable<string> Search(CropKind kind, byte[] picture) =>
        _reversed.GetValueOrDefault(kind, _originals).Search(ImageInput.FromContent(picture, "asked"), _options).Hits.Select(hit => hit.Record.Key.Path);

    public void Dispose()
    {
        foreach (ImageMatcher matcher in (IEnumerable<ImageMatcher>)[_originals, .. _reversed.Values])
            matcher.Store.Dispose();
    }

    /// <summary>Without loss, and quick to write.</summary>
    public static byte[] Encode(Image image) => image.PngsaveBuffer(compression: 1, filter: Enums.ForeignPngFilter.None);

    private static SignatureProfile ProfileOf(CropTolerance tolerance) => SignatureProfile.Default with { CropTolerance = tolerance };

    private static void Add(ImageMatcher matcher, string name, Image picture)
    {
        foreach (AddResult result in matcher.Add([ImageInput.FromContent(Encode(picture), name)], new AddOptions { ThrottleLimit = 1 }))
            _ = result.Outcome ?? throw result.Error!;
    }

    private ImageMatcher Matcher(string store)
    {
        ISignatureStore opened = _open(store);
        return new ImageMatcher(opened, new ImageSigner([new VipsDecoder()], opened.Profile, ImageLimits.Default));
    }
}
