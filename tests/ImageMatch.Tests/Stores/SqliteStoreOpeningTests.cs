using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Tests.Stores;

/// <summary>From a path to a store, and why not.</summary>
public sealed class SqliteStoreOpeningTests : IDisposable
{
    private static readonly SqliteStoreOptions Create = new() { Create = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");

    private string File => InFolder("images.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_missing_store_is_not_made_by_looking_for_it()
    {
        string path = InFolder("sub", "images.db");

        StoreException error = Refused(path, StoreError.StoreNotFound);

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public void A_store_is_made_with_its_folder_and_opens_again()
    {
        string path = InFolder("sub ü", "b%20#?;", "images.db");
        using (SqliteStore store = SqliteStore.Open(path, Create with { Source = "pc" }))
        {
            store.Add([TestRecords.Draft("/a.jpg", 1)]);
            Assert.Equal("pc", store.Source);
        }

        Assert.Equal(["images.db"], Directory.GetFiles(InFolder("sub ü", "b%20#?;")).Select(Path.GetFileName));
        using SqliteStore again = SqliteStore.Open(path);
        Assert.Equal(1, again.Describe().Count);
        Assert.Equal(path, again.Describe().Location);
    }

    [Fact]
    public void An_empty_file_is_no_store_yet()
    {
        System.IO.File.WriteAllBytes(File, []);

        Refused(File, StoreError.StoreNotFound);
        SqliteStore.Open(File, Create).Dispose();
        SqliteStore.Open(File).Dispose();
    }

    [Theory]
    [InlineData("no database, but long enough to be one; ")]
    [InlineData("x")]
    public void A_file_that_is_no_database_is_unreadable_and_left_as_it_is(string text)
    {
        string content = string.Concat(Enumerable.Repeat(text, 100));
        System.IO.File.WriteAllText(File, content);

        Refused(File, StoreError.StoreUnreadable, Create);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_folder_is_no_store() => Refused(_folder.FullName, StoreError.StoreUnreadable, Create);

    [Fact]
    public void A_database_of_another_program_is_left_as_it_is()
    {
        Execute("CREATE TABLE other (x); PRAGMA user_version = 1;");

        Refused(File, StoreError.StoreUnreadable, Create);
        Assert.Equal("delete", Execute("PRAGMA journal_mode"));
    }

    [Fact]
    public void A_damaged_store_says_so()
    {
        using (SqliteStore store = SqliteStore.Open(File, Create))
            store.Add([.. Enumerable.Range(0, 500).Select(i => TestRecords.Draft($"/{i}.jpg", i))]);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        new Random(1).NextBytes(bytes.AsSpan(4096));
        System.IO.File.WriteAllBytes(File, bytes);

        StoreException error = Assert.Throws<StoreException>(() =>
        {
            using SqliteStore store = SqliteStore.Open(File);
            _ = store.Get(new()).Count();
        });
        Assert.Equal(StoreError.StoreUnreadable, error.Error);
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_a_newer_version_names_both_versions()
    {
        SqliteStore.Open(File, Create).Dispose();
        Execute($"PRAGMA user_version = {SqliteSchema.CurrentVersion + 7}");

        StoreException error = Refused(File, StoreError.StoreNewerSchema, Create);

        Assert.Contains($"version {SqliteSchema.CurrentVersion + 7}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"up to {SqliteSchema.CurrentVersion}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_version_1_is_brought_up_with_all_it_holds()
    {
        Execute(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "store-version-1.sql")));

        using (SqliteStore store = SqliteStore.Open(File))
        {
            MatchRecord record = Assert.Single(store.Get(new() { Paths = ["/photos/old.jpg"] }));
            Assert.Equal("00000000000070008000000000000001", record.Id);
            Assert.Equal("""{"things": "stuff!"}""", record.Metadata?.GetRawText());
            Assert.Equal(new Signer(1, "libvips", "8.18.7"), record.Signer);
            Assert.Equal(new FileFacts { Length = 123, Width = 4, Height = 3, Format = ImageFormat.Jpeg }, record.Facts);
            Assert.Equal(2, store.ChangesSince(default).Changed.Count);
            SearchQuery query = new() { Signatures = [new(record.Signature, default)] };
            Assert.Equal(record.Id, Assert.Single(store.Search([query])[0].Hits).Record.Id);
            Assert.Equal(record.Id, Assert.Single(store.Add([TestRecords.Draft("/photos/old.jpg", 5)])).Record!.Id);
        }

        Assert.Equal($"{SqliteSchema.CurrentVersion}", Execute("PRAGMA user_version"));
        SqliteStore.Open(InFolder("new.db"), Create).Dispose();
        const string Layout = "SELECT group_concat(sql, ';' ORDER BY name) FROM sqlite_schema";
        Assert.Equal(Execute(Layout, InFolder("new.db")), Execute(Layout));
    }

    [Fact]
    public void A_store_keeps_its_profile_and_refuses_another()
    {
        SignatureProfile coarse = SignatureProfile.Default with { Options = SignatureOptions.Default with { GridSize = 7, Tolerance = 0.01 } };
        SqliteStore.Open(File, Create with { Profile = _ => coarse }).Dispose();

        using (SqliteStore adopted = SqliteStore.Open(File))
            Assert.Equal(coarse, adopted.Profile);
        using (SqliteStore asked = SqliteStore.Open(File, Create with { Profile = stored => stored with { Transparency = Transparency.Flatten } }))
            Assert.Equal(coarse, asked.Profile);

        StoreException error = Refused(
            File,
            StoreError.StoreProfileMismatch,
            Create with { Profile = stored => stored with { ExifOrientation = ExifOrientation.Ignore, Options = stored.Options with { GridSize = 9 } } });
        Assert.Contains("GridSize 7, and 9 was asked for", error.Message, StringComparison.Ordinal);
        Assert.Contains("ExifOrientation Apply, and Ignore was asked for", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Tolerance", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signatures_of_another_grid_are_kept_and_found()
    {
        SignatureProfile coarse = SignatureProfile.Default with { Options = SignatureOptions.Default with { GridSize = 4, WordLength = 4, WordCount = 9 } };
        sbyte[] values = [.. Enumerable.Range(0, coarse.Options.ValueCount).Select(i => (sbyte)((i * i % 5) - 2))];
        using SqliteStore store = SqliteStore.Open(File, Create with { Profile = _ => coarse });
        store.Add([TestRecords.Draft("/a.jpg", 1) with { Signed = TestRecords.Signed(new Signature(values), coarse) }]);

        SearchHit hit = Assert.Single(store.Search([new SearchQuery { Signatures = [new(new Signature(values), default)] }])[0].Hits);

        Assert.Equal(0, hit.Distance);
        Assert.Equal(9, hit.Score);
        Assert.Equal(new Signature(values), hit.Record.Signature);
    }

    [Fact]
    public void A_network_file_system_asks_for_force_and_gets_no_log_in_shared_memory()
    {
        SqliteStoreOptions network = Create with { IsNetworkLocation = _ => true };
        Refused(File, StoreError.StoreLocationRefused, network);
        Assert.Empty(_folder.EnumerateFileSystemInfos());

        using (SqliteStore store = SqliteStore.Open(File, network with { Force = true }))
        {
            store.Add([TestRecords.Draft("/a.jpg", 1)]);
            Assert.Empty(_folder.GetFiles("*-shm"));
        }

        Assert.Equal("delete", Execute("PRAGMA journal_mode"));
        SqliteStore.Open(File).Dispose();
        Assert.Equal("wal", Execute("PRAGMA journal_mode"));
        SqliteStore.Open(File, network with { Force = true }).Dispose();
        Assert.Equal("delete", Execute("PRAGMA journal_mode"));
    }

    [Theory]
    [InlineData("/mnt/share/a/images.db", true)]
    [InlineData("/mnt/share/local/images.db", false)]
    [InlineData("/mnt/sharedbutlocal/images.db", false)]
    [InlineData("/media/my disk/images.db", true)]
    [InlineData("/home/images.db", false)]
    [InlineData("/ssh/images.db", true)]
    [InlineData("/over/images.db", true)]
    [InlineData("/windows/images.db", true)]
    public void Network_file_systems_are_told_by_the_table_of_mounts(string path, bool expected)
    {
        const string Mounts = """
            /dev/sda1 / ext4 rw,relatime 0 0
            server:/export /mnt/share nfs4 rw,vers=4.2 0 0
            /dev/sdb1 /mnt/share/local xfs rw 0 0
            //nas/photos /media/my\040disk cifs rw 0 0
            me@host: /ssh fuse.sshfs rw 0 0
            tmpfs /over tmpfs rw 0 0
            server:/over /over nfs rw 0 0
            C:\134 /windows 9p rw 0 0
            """;

        Assert.Equal(expected, NetworkLocation.Contains(path, Mounts));
    }

    [Fact]
    public void The_temporary_folder_is_local() => Assert.False(NetworkLocation.Contains(File));

    private string InFolder(params IEnumerable<string> parts) => Path.Combine([_folder.FullName, .. parts]);

    private static StoreException Refused(string path, StoreError expected, SqliteStoreOptions? options = null)
    {
        StoreException error = Assert.Throws<StoreException>(() => SqliteStore.Open(path, options));
        Assert.Equal(expected, error.Error);
        return error;
    }

    private string? Execute(string sql, string? path = null)
    {
        using var connection = new SqliteConnection($"Data Source={path ?? File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
