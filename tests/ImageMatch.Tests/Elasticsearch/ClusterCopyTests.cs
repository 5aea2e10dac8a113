using System.Diagnostics;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Sessions;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Copies of a file in a cluster, and back.</summary>
public sealed class ClusterCopyTests : IDisposable
{
    private const int Count = 400;

    private static readonly SignatureProfile Light = SignatureProfile.Default with { CropTolerance = CropTolerance.Light };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private readonly string _index = $"test-{Guid.NewGuid():N}";
    private readonly SqliteStore _source;

    public ClusterCopyTests()
    {
        _source = OpenFile("source.db");
        RecordDraft draft = Draft("/a.jpg", 1);
        _source.Add(
        [
            draft.With("""{"things": "stuff!", "n": [1, 2.50]}""") with { Added = new DateTimeOffset(2019, 5, 6, 7, 8, 9, TimeSpan.Zero), Id = "AVxK-Nem9Tc_bJgu" },
            Draft("/a.jpg", 2) with { AsNew = true },
            Draft("/a.jpg", 3) with { AsNew = true },
            draft with { Key = new RecordKey("machine", @"C:\scans\b.tif", 4), Signed = draft.Signed! with { Facts = new FileFacts(), Signer = null, Windows = [] } },
            .. Enumerable.Range(10, Count - 4).Select(seed => Draft($"/many/{seed}.jpg", seed)),
        ]);
    }

    public void Dispose()
    {
        _source.Dispose();
        _folder.Delete(recursive: true);
    }

    [SkippableFact]
    public void A_store_is_the_same_in_a_cluster_and_in_a_file_again()
    {
        using ElasticsearchStore cluster = OpenCluster();
        using SqliteStore back = OpenFile("back.db");

        foreach ((ISignatureStore from, ISignatureStore to) in new (ISignatureStore, ISignatureStore)[] { (_source, cluster), (cluster, back) })
        {
            Assert.All(new StoreCopy(from, to).Copy(), result => Assert.Equal(AddChange.Added, result.Outcome.Change));
            Assert.Empty(new StoreComparison(from, to).Compare());
        }

        Assert.Empty(new StoreComparison(_source, back).Compare());
        Assert.Equal(_source.Get(new()).Select(record => record.Id), back.Get(new()).Select(record => record.Id));
        Assert.Equal(_source.Find([new RecordKey("", "/a.jpg")])[0]!.Id, cluster.Find([new RecordKey("", "/a.jpg")])[0]!.Id);
    }

    [SkippableFact]
    public void A_copy_whose_process_was_killed_holds_whole_records_and_is_completed()
    {
        using ElasticsearchStore cluster = OpenCluster();
        using (Process copying = StoreWorker.Start("copy", _index, TestEngine.Shared.Uris[0].ToString(), _source.Describe().Location))
        {
            for (int batch = 0; batch < 5; batch++)
                Assert.NotNull(copying.StandardOutput.ReadLine());
            copying.Kill();
            copying.WaitForExit();
        }

        using (var client = new RestClient(TestEngine.Shared.Options(_index).Cluster))
            client.Send(HttpMethod.Post, $"{_index},{_index}{WindowIndex.Suffix}/_refresh");
        Dictionary<string, MatchRecord> records = _source.Get(new()).ToDictionary(record => record.Id);
        MatchRecord[] copied = [.. cluster.Get(new() { WithWindows = true })];
        Assert.InRange(copied.Length, 5 * StoreWorker.BatchSize, Count - 1);
        Assert.All(copied, record => Assert.Equal(records[record.Id].Windows, record.Windows));

        ILookup<AddChange, string> changes = new StoreCopy(_source, cluster).Copy().ToLookup(result => result.Outcome.Change, result => result.Record.Id);

        // What was on its way when the process ended may have arrived since.
        Assert.Subset(changes[AddChange.Unchanged].ToHashSet(), copied.Select(record => record.Id).ToHashSet());
        Assert.Equal(Count, changes[AddChange.Unchanged].Count() + changes[AddChange.Added].Count());
        Assert.NotEmpty(changes[AddChange.Added]);
        Assert.Empty(new StoreComparison(_source, cluster).Compare());
    }

    [SkippableFact]
    public void A_copy_that_lacks_a_window_is_told_and_completed()
    {
        using ElasticsearchStore cluster = OpenCluster();
        Assert.Equal(Count, new StoreCopy(_source, cluster).Copy().Count());
        using (var client = new RestClient(TestEngine.Shared.Options(_index).Cluster))
        {
            var windows = new WindowIndex(client, _index, refreshAfter: true);
            StoredDocument lost = windows.Naming(["AVxK-Nem9Tc_bJgu"], default).First();
            client.Send(HttpMethod.Delete, $"{windows.Index.Name}/_doc/{lost.Record.Id}?refresh=true");
        }

        Assert.Equal(["The record AVxK-Nem9Tc_bJgu of /a.jpg has other windows."], new StoreComparison(_source, cluster).Compare());

        Assert.Single(new StoreCopy(_source, cluster).Copy(), result => result.Outcome.Change != AddChange.Unchanged);
        Assert.Empty(new StoreComparison(_source, cluster).Compare());
    }

    private static RecordDraft Draft(string path, int seed) => TestRecords.Draft(path, seed) with
    {
        Signed = TestRecords.Signed(TestRecords.Signature(seed), Light) with
        {
            Windows = [.. Enumerable.Range(1, 5).Select(window => new StoredWindow(window, TestRecords.Signature((1000 * window) + seed)))],
        },
    };

    private SqliteStore OpenFile(string name) =>
        SqliteStore.Open(Path.Combine(_folder.FullName, name), new SqliteStoreOptions { Create = true, Profile = _ => Light });

    private ElasticsearchStore OpenCluster() => ElasticsearchStore.Open(TestEngine.Shared.Options(_index) with { Profile = _ => Light });
}
