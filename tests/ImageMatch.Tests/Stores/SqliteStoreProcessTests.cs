using System.Diagnostics;
using System.Runtime.Versioning;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Tests.Stores;

/// <summary>Several processes on one file, killed ones, and what happens to the file meanwhile.</summary>
public sealed class SqliteStoreProcessTests : IDisposable
{
    private static readonly SqliteStoreOptions Create = new() { Create = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");

    private string File => Path.Combine(_folder.FullName, "images.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Two_processes_add_at_once_and_a_third_sees_all()
    {
        using SqliteStore store = SqliteStore.Open(File, Create);
        using Process finder = StoreWorker.Start("find", File, "7");
        Assert.Equal("", Ask(finder));

        Process[] adders = [StoreWorker.Start("add", File, "left", "300"), StoreWorker.Start("add", File, "right", "300")];
        Assert.All(adders, adder => Assert.EndsWith("299", StoreWorker.Finish(adder), StringComparison.Ordinal));

        Assert.Equal("/left/7.jpg /right/7.jpg", Ask(finder));
        Assert.Equal(600, store.Describe().Count);
        finder.StandardInput.Close();
        Assert.True(finder.WaitForExit(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_killed_process_leaves_whole_batches_and_running_it_again_completes_them()
    {
        var random = new Random(20);
        for (int round = 0; round < 10; round++)
        {
            using Process adder = StoreWorker.Start("add", File, "a", "400");
            // Killed somewhere between making the store and the last batch.
            int lines = round == 0 ? 0 : random.Next(0, 12);
            while (lines-- > 0)
                adder.StandardOutput.ReadLine();
            Thread.Sleep(round == 0 ? random.Next(60, 200) : random.Next(0, 30));
            adder.Kill();
            adder.WaitForExit();

            using SqliteStore store = SqliteStore.Open(File, Create);
            List<MatchRecord> records = [.. store.Get(new())];
            Assert.Equal(0, records.Count % StoreWorker.BatchSize);
            Assert.All(records, record => Assert.Equal(
                TestRecords.Signature(record.Metadata!.Value.GetProperty("n").GetInt32()), record.Signature));
        }

        StoreWorker.Finish(StoreWorker.Start("add", File, "a", "400"));
        using SqliteStore completed = SqliteStore.Open(File);
        Assert.Equal(400, completed.Describe().Count);
    }

    [Fact]
    public void A_file_kept_locked_is_busy_until_it_is_let_go()
    {
        using SqliteStore store = SqliteStore.Open(File, Create with { BusyTimeout = TimeSpan.FromMilliseconds(300) });
        store.Add([TestRecords.Draft("/a.jpg", 1)]);
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using (connection.BeginTransaction(deferred: false))
        {
            StoreException error = Assert.Throws<StoreException>(() => store.Add([TestRecords.Draft("/b.jpg", 2)]));
            Assert.Equal(StoreError.StoreBusy, error.Error);
            Assert.Single(store.Get(new()));

            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            using SqliteStore patient = SqliteStore.Open(File);
            Assert.ThrowsAny<OperationCanceledException>(() => patient.Add([TestRecords.Draft("/b.jpg", 2)], soon.Token));
        }

        Assert.Equal(AddChange.Added, Assert.Single(store.Add([TestRecords.Draft("/b.jpg", 2)])).Change);
    }

    [Fact]
    public void An_enumeration_in_progress_does_not_hold_writers_up()
    {
        using SqliteStore store = SqliteStore.Open(File, Create with { Force = true, IsNetworkLocation = _ => true, BusyTimeout = TimeSpan.FromSeconds(1) });
        store.Add([.. Enumerable.Range(0, 1200).Select(i => TestRecords.Draft($"/{i}.jpg", i))]);

        using IEnumerator<MatchRecord> records = store.Get(new()).GetEnumerator();
        Assert.True(records.MoveNext());

        // Without a log in shared memory a reading transaction would keep this waiting.
        Assert.Equal(AddChange.Added, Assert.Single(store.Add([TestRecords.Draft("/new.jpg", 1)])).Change);
    }

    [Fact]
    public void A_full_disk_loses_nothing_of_what_was_stored()
    {
        using SqliteStore store = SqliteStore.Open(File, Create with { MaxPages = 40 });
        store.Add([TestRecords.Draft("/a.jpg", 1)]);
        RecordDraft[] many = [.. Enumerable.Range(0, 2000).Select(i => TestRecords.Draft($"/{i}.jpg", i))];

        StoreException error = Assert.Throws<StoreException>(() => store.Add(many));

        Assert.Equal(StoreError.StoreFull, error.Error);
        Assert.Equal("/a.jpg", Assert.Single(store.Get(new())).Key.Path);
        Assert.Equal(AddChange.Added, Assert.Single(store.Add([TestRecords.Draft("/b.jpg", 2)])).Change);
    }

    [Fact]
    public void A_restored_backup_is_searched_as_it_is()
    {
        string backup = File + ".backup";
        using SqliteStore store = SqliteStore.Open(File, Create with { IdleTimeout = TimeSpan.FromMilliseconds(50) });
        store.Add([TestRecords.Draft("/kept.jpg", 1)]);
        WaitUntilClosed();
        System.IO.File.Copy(File, backup);
        store.Add([TestRecords.Draft("/lost.jpg", 2)]);
        store.Add([TestRecords.Draft("/kept.jpg", 3)]);
        StorePosition before = store.ChangesSince(default).Position;
        Assert.Equal(["/lost.jpg"], Search(store, 2));
        WaitUntilClosed();

        System.IO.File.Move(backup, File, overwrite: true);
        Assert.Empty(Search(store, 2));
        Assert.Equal(["/kept.jpg"], Search(store, 1));

        // As many commits as there were before, but other ones.
        store.Add([TestRecords.Draft("/other.jpg", 4)]);
        store.Add([TestRecords.Draft("/more.jpg", 5)]);
        StoreChanges changes = store.ChangesSince(before);
        Assert.Equal(before.Sequence, changes.Position.Sequence);
        Assert.False(changes.IsComplete);
        Assert.Equal(3, changes.Changed.Count);
        Assert.Equal(["/other.jpg"], Search(store, 4));
        Assert.Empty(Search(store, 3));
    }

    [Fact]
    public void A_file_that_went_away_or_became_another_store_is_said()
    {
        using SqliteStore store = SqliteStore.Open(File, Create with { IdleTimeout = TimeSpan.FromMilliseconds(50) });
        store.Add([TestRecords.Draft("/a.jpg", 1)]);
        WaitUntilClosed();
        System.IO.File.Delete(File);

        Assert.Equal(StoreError.StoreNotFound, Assert.Throws<StoreException>(() => store.Add([TestRecords.Draft("/b.jpg", 1)])).Error);
        Assert.False(System.IO.File.Exists(File));

        SqliteStore.Open(File, Create).Dispose();
        Assert.Equal(StoreError.StoreUnreadable, Assert.Throws<StoreException>(() => store.Describe()).Error);
    }

    [Fact]
    public void No_handle_stays_open_after_disposing()
    {
        using (SqliteStore store = SqliteStore.Open(File, Create))
            Parallel.For(0, 20, i => store.Add([TestRecords.Draft($"/{i}.jpg", i)]));

        Assert.Equal(["images.db"], _folder.GetFiles().Select(file => file.Name));
        using FileStream exclusive = new(File, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void A_disposed_store_says_so()
    {
        SqliteStore store = SqliteStore.Open(File, Create);
        store.Dispose();
        store.Dispose();

        Assert.Throws<ObjectDisposedException>(() => store.Describe());
    }

    [SupportedOSPlatform("linux")]
    [SkippableTheory]
    [InlineData("file", "444", "777", "/a.jpg|1|StoreReadOnly")]
    [InlineData("folder", "666", "555", "/a.jpg|1|StoreReadOnly")]
    [InlineData("both", "444", "555", "/a.jpg|1|StoreReadOnly")]
    [InlineData("unreadable", "000", "777", "StoreUnreadable")]
    public void A_store_that_may_not_be_written_can_be_read(string what, string fileMode, string folderMode, string expected)
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && Environment.UserName == "root" && System.IO.File.Exists("/usr/bin/setpriv"),
            $"Needs root on Linux, to become a user whom the mode of the {what} binds.");
        using (SqliteStore store = SqliteStore.Open(File, Create))
            store.Add([TestRecords.Draft("/a.jpg", 1)]);
        System.IO.File.SetUnixFileMode(File, (UnixFileMode)Convert.ToInt32(fileMode, 8));
        System.IO.File.SetUnixFileMode(_folder.FullName, (UnixFileMode)Convert.ToInt32(folderMode, 8));

        string[] asNobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        Assert.Equal(expected.Split('|'), StoreWorker.Finish(StoreWorker.Start(asNobody, "try", File)).Split('\n'));
    }

    private static string Ask(Process finder)
    {
        finder.StandardInput.WriteLine();
        return finder.StandardOutput.ReadLine()!;
    }

    private static IEnumerable<string> Search(SqliteStore store, int seed) =>
        store.Search([new SearchQuery { Signatures = [new(TestRecords.Signature(seed), default)] }])[0].Hits.Select(hit => hit.Record.Key.Path);

    private void WaitUntilClosed() => Assert.True(SpinWait.SpinUntil(() => !System.IO.File.Exists(File + "-wal"), TimeSpan.FromSeconds(20)));
}
