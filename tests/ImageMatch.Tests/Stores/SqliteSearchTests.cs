using System.Diagnostics;
using System.Text.Json;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Tests.Stores;

/// <summary>Searches of a file while others change it, and searches that were broken off.</summary>
public sealed class SqliteSearchTests : IDisposable
{
    /// <summary>More than are read in one go.</summary>
    private const int Many = 25_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private readonly SqliteStore _store;

    public SqliteSearchTests() => _store = SqliteStore.Open(
        Path.Combine(_folder.FullName, "images.db"),
        new SqliteStoreOptions { Create = true, IdleTimeout = TimeSpan.FromMilliseconds(50), BusyTimeout = TimeSpan.FromMilliseconds(50), LeastKept = int.MaxValue });

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_search_that_was_broken_off_goes_on_where_it_was()
    {
        Add(Many);
        Damage("/24000.jpg");
        Assert.ThrowsAny<Exception>(() => Search(7));

        // What was read is not read again: it could not be.
        Execute("UPDATE records SET signature = (SELECT signature FROM records WHERE path = '/3.jpg') WHERE path = '/24000.jpg'");
        Damage("/5.jpg");
        Assert.Equal(["/7.jpg"], Search(7));
        Assert.Equal(["/24000.jpg", "/3.jpg"], Search(3));
        Assert.Equal(["/24999.jpg"], Search(24_999));
    }

    [Fact]
    public void After_a_search_was_broken_off_a_restored_backup_is_searched_as_it_is()
    {
        Add(1);
        Assert.Equal(["/0.jpg"], Search(0));
        string file = Path.Combine(_folder.FullName, "images.db");
        WaitUntilClosed();
        File.Copy(file, file + ".backup");
        Add(Many);
        Damage("/24000.jpg");
        Assert.ThrowsAny<Exception>(() => Search(7));
        WaitUntilClosed();

        File.Move(file + ".backup", file, overwrite: true);

        Assert.Empty(Search(7));
        Assert.Equal(["/0.jpg"], Search(0));
    }

    [Fact]
    public void Records_that_change_while_they_are_searched_for_are_compared_as_they_are_read_while_another_writes()
    {
        Add("/same.jpg", changes: 1);
        Add("/moves-away.jpg", changes: 2);
        Add("/is-another.jpg", changes: 3);
        Add("/is-gone.jpg", changes: 4);
        Assert.Equal(4, Search(1).Length);

        // Changes that the log does not show are as those that come between the comparison and the reading.
        SetSignature("/moves-away.jpg", TestRecords.Near(1, 30));
        SetSignature("/is-another.jpg", TestRecords.Signature(2));
        Execute("DELETE FROM records WHERE path = '/is-gone.jpg'");
        using SqliteConnection writer = Open();
        using SqliteTransaction writing = writer.BeginTransaction(deferred: false);

        Assert.Equal(["/same.jpg", "/moves-away.jpg"], Search(1));
        Assert.Equal(["/same.jpg"], Search(1, first: 1));
        Assert.Equal(["/same.jpg", "/moves-away.jpg"], Search(1, first: 4));
    }

    [Fact]
    public void Where_the_nearest_went_away_the_next_takes_its_place()
    {
        Add("/nearest.jpg", changes: 1);
        Add("/second.jpg", changes: 2);
        Add("/third.jpg", changes: 3);
        Assert.Equal(["/nearest.jpg"], Search(1, first: 1));

        Execute("DELETE FROM records WHERE path = '/nearest.jpg'");

        Assert.Equal(["/second.jpg"], Search(1, first: 1));
        Assert.Equal(["/second.jpg", "/third.jpg"], Search(1, first: 2));
    }

    [Fact]
    public async Task Beside_one_who_writes_all_the_time_every_search_is_answered()
    {
        Add(200);
        string[] ids = [.. _store.Get(new()).Select(record => record.Id)];
        using var done = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            using SqliteStore other = SqliteStore.Open(Path.Combine(_folder.FullName, "images.db"));
            for (int i = 0; !done.IsCancellationRequested; i++)
                other.SetMetadata(ids.ToDictionary(id => id, _ => (JsonElement?)TestRecords.Json($"{i}")));
        });

        for (int i = 0; i < 200; i++)
        {
            Assert.Equal([$"/{i}.jpg"], Search(i));
            Assert.Equal([$"/{i}.jpg"], Search(i, first: 1));
        }

        await done.CancelAsync();
        await writer.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [SkippableFact]
    public async Task While_the_file_beside_the_store_is_written_others_search()
    {
        Skip.If(OperatingSystem.IsWindows(), "Needs a file that keeps its writer waiting.");
        Add(300);
        string file = Path.Combine(_folder.FullName, "images.db");
        string pipe = file + "-index.new";
        await Process.Start("mkfifo", pipe).WaitForExitAsync();
        using SqliteStore writing = SqliteStore.Open(file, new SqliteStoreOptions { LeastKept = 1 });
        Task<SearchAnswer> first = Task.Run(() => writing.Search([Query(7)])[0]);

        // It waits for a reader of what it writes.
        Assert.NotSame(first, await Task.WhenAny(first, Task.Delay(TimeSpan.FromMilliseconds(500))));
        Task<string[]> second = Task.Run(() => Search(8));
        await Task.WhenAny(second, Task.Delay(TimeSpan.FromSeconds(30)));
        bool isAnswered = second.IsCompleted;

        await Process.Start("cp", [pipe, file + ".read"]).WaitForExitAsync();
        Assert.Single((await first).Hits);
        Assert.StartsWith("ImageMatch index", await File.ReadAllTextAsync(file + ".read"), StringComparison.Ordinal);
        Assert.Equal(["/8.jpg"], await second);
        Assert.True(isAnswered);
    }

    private static SearchQuery Query(int seed, int? first = null) => new() { Signatures = [new(TestRecords.Signature(seed), default)], First = first };

    private string[] Search(int seed, int? first = null) => [.. _store.Search([Query(seed, first)])[0].Hits.Select(hit => hit.Record.Key.Path)];

    private void Add(int count) => _store.Add([.. Enumerable.Range(0, count).Select(i => TestRecords.Draft($"/{i}.jpg", i))]);

    private void Add(string path, int changes) => _store.Add([TestRecords.Draft(path, TestRecords.Near(1, changes))]);

    /// <summary>Gives a record another signature, as a commit yet to come.</summary>
    private void SetSignature(string path, Signature signature) =>
        Execute($"UPDATE records SET sequence = 1000, signature = x'{Convert.ToHexString(SignatureBytes.Write(signature))}' WHERE path = '{path}'");

    /// <summary>Makes a record one that no search can read.</summary>
    private void Damage(string path) => Execute($"UPDATE records SET signature = x'{new string('F', 2 * PackedSignature.ByteCount)}' WHERE path = '{path}'");

    private void Execute(string sql)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "images.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private void WaitUntilClosed() =>
        Assert.True(SpinWait.SpinUntil(() => !File.Exists(Path.Combine(_folder.FullName, "images.db-wal")), TimeSpan.FromSeconds(20)));
}
