using System.Diagnostics;
using System.Globalization;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Exact searches, which keep signatures in memory and in a file, and read what changed.</summary>
public sealed class ExactSearchTests : IDisposable
{
    private const int Count = 3000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private readonly string _name = $"test-{Guid.NewGuid():N}";
    private int _read;

    private ElasticsearchStoreOptions Options => TestEngine.Shared.Options(_name) with
    {
        Exact = true,
        CacheFolder = _folder.FullName,
        LeastKept = 100,
        DocumentsRead = count => _read += count,
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_search_reads_what_was_added_changed_and_removed_since_the_last_one(int shards)
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options with { ShardCount = shards });
        store.Add(Drafts(0, Count));
        Assert.Equal(["/7.jpg"], Search(store, 7));
        Assert.Equal(Count, Take(ref _read));

        Assert.Equal(["/8.jpg"], Search(store, 8));
        Assert.Equal(0, Take(ref _read));

        store.Add([TestRecords.Draft("/8.jpg", 5000), TestRecords.Draft("/new.jpg", 6000)]);
        Assert.Empty(Search(store, 8));
        Assert.Equal(["/8.jpg"], Search(store, 5000));
        Assert.Equal(2, Take(ref _read));

        store.Remove([.. store.Get(new() { Paths = ["/9.jpg", "/new.jpg"] }).Select(record => record.Id)]);
        Assert.Empty(Search(store, 9));
        Assert.Equal(["/10.jpg"], Search(store, 10));
        // The ids of the ranges that the removed ones were in, and not those of the whole index.
        Assert.InRange(Take(ref _read), 1, (2 * 1024) + 2);
    }

    [SkippableFact]
    public void Another_process_starts_from_the_file_and_reads_what_changed()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        store.Add(Drafts(0, Count));
        Search(store, 7);
        FileInfo file = Assert.Single(_folder.GetFiles());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);

        Assert.Equal("/7.jpg 0", AskAnother(7));

        store.Add([TestRecords.Draft("/7.jpg", 5000), TestRecords.Draft("/new.jpg", TestRecords.Near(8, 3))]);
        Assert.Equal("/8.jpg /new.jpg 2", AskAnother(8));
        Assert.Equal(" 2", AskAnother(7));

        byte[] bytes = File.ReadAllBytes(file.FullName);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file.FullName, bytes);
        Assert.Equal($"/8.jpg /new.jpg {Count + 1}", AskAnother(8));
    }

    [SkippableFact]
    public void Files_long_unused_and_more_than_a_few_are_removed()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => Path.Combine(_folder.FullName, $"{i:00}.signatures"))];
        foreach ((int i, string name) in names.Index())
        {
            File.WriteAllText(name, "");
            File.SetLastWriteTimeUtc(name, DateTime.UtcNow.AddDays(i < 10 ? -100 : -1).AddMinutes(i));
        }

        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        store.Add(Drafts(0, 200));
        Search(store, 7);

        Assert.Equal(names[10..], _folder.GetFiles().Select(file => file.FullName).Where(names.Contains).Order());
        Assert.Equal(11, _folder.GetFiles().Length);
    }

    [SkippableFact]
    public void Without_a_folder_nothing_is_kept()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options with { CacheFolder = "" });
        store.Add(Drafts(0, 200));

        Assert.Equal(["/7.jpg"], Search(store, 7));
        Assert.Empty(_folder.GetFiles());
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_index_that_was_restored_is_read_anew(bool untilItsNumbersAgree)
    {
        TestEngine engine = TestEngine.Shared;
        using var client = new RestClient(Options.Cluster);
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        store.Add([TestRecords.Draft("/kept.jpg", 1)]);
        Close();
        string shard = Path.Combine(Directory.GetDirectories(engine.Folder, Uuid(), SearchOption.AllDirectories).Single(), "0");
        string backup = Path.Combine(_folder.FullName, "backup");
        Run("cp", "-aT", shard, backup);
        Open();
        store.Add([TestRecords.Draft("/kept.jpg", 2), TestRecords.Draft("/lost.jpg", 3)]);
        Assert.Equal(["/kept.jpg"], Search(store, 2));

        // As a snapshot is restored into an index that was closed: its files are replaced, and its history is another one.
        Close();
        Run("rm", "-rf", shard);
        Run("cp", "-aT", backup, shard);
        Open();
        if (untilItsNumbersAgree)
        {
            Reroute("""{"cancel": {"index": "NAME", "shard": 0, "node": "node-0", "allow_primary": true} }""",
                """{"allocate_stale_primary": {"index": "NAME", "shard": 0, "node": "node-0", "accept_data_loss": true} }""");
            store.Add([TestRecords.Draft("/one.jpg", 4), TestRecords.Draft("/more.jpg", 5)]);
            Assert.Equal(["/one.jpg"], Search(store, 4));
        }

        Assert.Equal(["/kept.jpg"], Search(store, 1));
        Assert.Empty(Search(store, 3));

        void Send(string call) => client.Send(HttpMethod.Post, $"{_name}/{call}");

        void Reroute(params string[] commands)
        {
            string body = $"{{\"commands\": [{string.Join(", ", commands).Replace("NAME", _name, StringComparison.Ordinal)}]}}";
            client.Send(HttpMethod.Post, "_cluster/reroute", System.Text.Encoding.UTF8.GetBytes(body));
            Wait();
        }

        // Not every engine waits until it has taken up the closed shard, which a change of the files beneath it would make it give up.
        void Close() => Send("_close?wait_for_active_shards=1");

        void Open()
        {
            Send("_open");
            Wait();
        }

        void Wait() => client.Send(HttpMethod.Get, $"_cluster/health/{_name}?wait_for_status=yellow&wait_for_no_initializing_shards=true&timeout=60s");

        string Uuid() => client.Send(HttpMethod.Get, $"_cluster/state/metadata/{_name}?filter_path=metadata.indices.*.settings.index.uuid&expand_wildcards=all").Body
            .GetProperty("metadata").GetProperty("indices").GetProperty(_name).GetProperty("settings").GetProperty("index").GetProperty("uuid").GetString()!;
    }

    private static RecordDraft[] Drafts(int firstSeed, int count) => [.. Enumerable.Range(firstSeed, count).Select(seed => TestRecords.Draft($"/{seed}.jpg", seed))];

    private static IEnumerable<string> Search(ElasticsearchStore store, int seed) =>
        store.Search([new SearchQuery { Signatures = [new(TestRecords.Signature(seed), Orientation.Unchanged)] }])[0].Hits.Select(hit => hit.Record.Key.Path);

    private static int Take(ref int count) => Interlocked.Exchange(ref count, 0);

    /// <summary>Does something with files that the engine may still be closing.</summary>
    private static void Run(string program, params string[] arguments)
    {
        const int attempts = 20;
        for (int attempt = 1; ; attempt++)
        {
            using Process process = Process.Start(program, arguments);
            process.WaitForExit();
            if (process.ExitCode == 0)
                return;
            Assert.True(attempt < attempts, $"{program} ends with {process.ExitCode}.");
            Thread.Sleep(250);
        }
    }

    /// <summary>What another process finds, and how many documents it read for that.</summary>
    private string AskAnother(int seed) =>
        StoreWorker.Finish(StoreWorker.Start("exact", _name, TestEngine.Shared.Uris[0].ToString(), _folder.FullName, seed.ToString(CultureInfo.InvariantCulture)));
}
