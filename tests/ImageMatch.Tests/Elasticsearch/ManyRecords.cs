using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Imaging;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Stores;
using ImageMatch.Tests.Signatures;
using ImageMatch.Tests.Stores;
using NetVips;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>300 photographs among 200,000 records made up, in a file and in an index that image_match can search, and altered copies to search by.</summary>
public sealed class ManyRecords : IDisposable
{
    public const int Others = 200_000;

    private const int BatchSize = 20_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private readonly Lazy<Filled> _filled;

    public ManyRecords() => _filled = new Lazy<Filled>(Fill);

    public ISignatureStore InFile => _filled.Value.File;

    public ISignatureStore OnCluster => _filled.Value.Cluster;

    /// <summary>Copies of each photograph: at half the size and quality 40, with 5 % cut off each side, turned by 2 degrees.</summary>
    public IReadOnlyList<SearchQuery> Copies => _filled.Value.Copies;

    internal PythonIndex Index { get; } = new(TestEngine.Shared);

    public void Dispose()
    {
        if (_filled.IsValueCreated)
        {
            InFile.Dispose();
            OnCluster.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private Filled Fill()
    {
        TestFiles.RequireShared();
        ElasticsearchStoreOptions options = Index.StoreOptions with { Source = "", Create = true, Compatible = true, RefreshAfter = false };
        var cluster = ElasticsearchStore.Open(options);
        var file = SqliteStore.Open(Path.Combine(_folder.FullName, "many.db"), new SqliteStoreOptions { Create = true, Profile = _ => cluster.Profile });
        var signer = new ImageSigner(Decoders.All(), cluster.Profile, ImageLimits.Default);
        string[] photographs = Directory.GetFiles(Path.Combine(TestFiles.Shared, "images", "photos"));
        using (FastLoad.Begin(options))
        {
            Add(photographs.AsParallel().AsOrdered().Select(path => Draft(path, signer.Sign(ImageInput.FromFile(path)))));
            Add(Enumerable.Range(0, Others).Select(i => Draft($"/made-up/{i}.jpg", TestRecords.Signed(FieldSignatures.Of(i), cluster.Profile))));
        }

        return new Filled(file, cluster, [.. photographs.AsParallel().AsOrdered().SelectMany(path => CopiesOf(path, signer))]);

        void Add(IEnumerable<RecordDraft> drafts)
        {
            foreach (RecordDraft[] batch in drafts.Chunk(BatchSize))
            {
                Assert.All(file.Add(batch), outcome => Assert.Equal(AddChange.Added, outcome.Change));
                Assert.All(cluster.Add(batch), outcome => Assert.Equal(AddChange.Added, outcome.Change));
            }
        }
    }

    private static RecordDraft Draft(string path, SignedPicture signed) => new() { Key = RecordKey.Of("", path), Signed = signed };

    private static IEnumerable<SearchQuery> CopiesOf(string path, ImageSigner signer)
    {
        using Image photograph = Image.NewFromFile(path);
        using Image half = photograph.Resize(0.5);
        using Image cut = photograph.ExtractArea(photograph.Width / 20, photograph.Height / 20, photograph.Width * 9 / 10, photograph.Height * 9 / 10);
        using Image turned = photograph.Rotate(2);
        foreach (byte[] copy in new[] { half.JpegsaveBuffer(q: 40), cut.JpegsaveBuffer(q: 90), turned.JpegsaveBuffer(q: 90) })
            yield return new SearchQuery { Signatures = [new OrientedSignature(signer.Sign(ImageInput.FromContent(copy, path)).Signature, default)] };
    }

    private sealed record Filled(ISignatureStore File, ISignatureStore Cluster, IReadOnlyList<SearchQuery> Copies);
}
