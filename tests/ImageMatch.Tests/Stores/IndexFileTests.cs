using System.Diagnostics;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>The file beside a store that later processes start from. A store copied to another folder is opened as by another process.</summary>
public sealed class IndexFileTests : IDisposable
{
    private const int Count = 300;
    private const string StoreName = "images.db";
    private const string IndexName = "images.db-index";
    private static readonly int[] AskedSeeds = [1, 3, 7, 12, 1001, 5000];
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private int _copies;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Another_process_starts_from_the_file_and_leaves_it_as_it_is()
    {
        string first = Filled();
        Assert.True(File.Exists(Path.Combine(first, IndexName)));

        string second = Copy(first);
        Assert.Equal(AnswersWithout(first), Answers(second));
        Assert.False(WasWritten(second));
    }

    [Fact]
    public void One_picture_more_is_found_and_does_not_write_the_file_again()
    {
        string folder = Copy(Filled());
        Change(folder, store => store.Add([TestRecords.Draft("/more.jpg", TestRecords.Near(7, 3))]));

        Assert.Contains("/more.jpg", Answers(folder), StringComparison.Ordinal);
        Assert.Equal(AnswersWithout(folder), Answers(folder));
        Assert.False(WasWritten(folder));
    }

    [Fact]
    public void Many_changes_write_the_file_again()
    {
        string folder = Copy(Filled());
        Change(folder, store => store.Add(Drafts("/more", 1000)));
        Answers(folder);
        Assert.True(WasWritten(folder));

        string next = Copy(folder);
        Assert.Equal(AnswersWithout(folder), Answers(next));
        Assert.False(WasWritten(next));
    }

    [Fact]
    public void What_others_added_changed_and_removed_since_is_caught_up()
    {
        string old = Filled();
        string folder = Copy(old);
        Change(folder, store =>
        {
            store.Remove([.. store.Get(new() { PathPatterns = ["/first/1?.jpg"] }).Select(record => record.Id)]);
            store.Add([TestRecords.Draft("/first/7.jpg", 5000), TestRecords.Draft("/new.jpg", TestRecords.Near(3, 2))]);
        });

        File.Copy(Path.Combine(old, IndexName), Path.Combine(folder, IndexName), overwrite: true);
        Assert.Equal(AnswersWithout(folder), Answers(folder));
    }

    [Fact]
    public void A_file_from_after_a_restored_backup_is_passed_over()
    {
        string backup = Filled();
        string later = Copy(backup);
        Change(later, store => store.Add(Drafts("/lost", 1000)));
        Answers(later);

        // As many commits as the lost ones, but not the same.
        string restored = Copy(backup);
        Change(restored, store => store.Add([TestRecords.Draft("/kept.jpg", TestRecords.Near(1, 1))]));
        File.Copy(Path.Combine(later, IndexName), Path.Combine(restored, IndexName), overwrite: true);

        string expected = AnswersWithout(restored);
        Assert.Equal(expected, Answers(restored));
        Assert.DoesNotContain("/lost", expected, StringComparison.Ordinal);
        Assert.Contains("/kept.jpg", expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_store_is_passed_over_and_replaced()
    {
        string folder = Copy(Filled());
        string other = Filled("/other", 1000);
        File.Copy(Path.Combine(other, IndexName), Path.Combine(folder, IndexName), overwrite: true);

        Assert.Equal(AnswersWithout(folder), Answers(folder));
        Assert.Equal(Answers(folder), Answers(Copy(folder)));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("cut short")]
    [InlineData("a bit of a signature")]
    [InlineData("a bit of the checksum")]
    [InlineData("another format")]
    [InlineData("a number that is none")]
    [InlineData("something else")]
    public void A_damaged_file_is_passed_over_and_made_anew(string damage)
    {
        string folder = Copy(Filled());
        string path = Path.Combine(folder, IndexName);
        byte[] bytes = File.ReadAllBytes(path);
        switch (damage)
        {
            case "empty":
                bytes = [];
                break;
            case "cut short":
                bytes = bytes[..^5000];
                break;
            case "a bit of a signature":
                bytes[1000] ^= 1;
                break;
            case "a bit of the checksum":
                bytes[^1] ^= 1;
                break;
            case "another format":
                bytes["ImageMatch index ".Length]++;
                break;
            case "a number that is none":
                bytes["ImageMatch index 1\n".Length + 33] = (byte)'x';
                break;
            default:
                new Random(1).NextBytes(bytes);
                break;
        }

        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, LongAgo);

        Assert.Equal(AnswersWithout(folder), Answers(folder));
        Assert.True(WasWritten(folder));
        string next = Copy(folder);
        Assert.Equal(AnswersWithout(folder), Answers(next));
        Assert.False(WasWritten(next));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_replaced()
    {
        string folder = Copy(Filled());
        File.Move(Path.Combine(folder, IndexName), Path.Combine(folder, IndexName + ".new"));

        Assert.Equal(AnswersWithout(folder), Answers(folder));
        Assert.Equal([StoreName, IndexName], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(IndexName)]
    [InlineData(IndexName + ".new")]
    public void A_store_where_the_file_cannot_be_written_works_without(string taken)
    {
        string folder = Copy(Filled());
        File.Delete(Path.Combine(folder, IndexName));
        Directory.CreateDirectory(Path.Combine(folder, taken));

        Assert.Equal(AnswersWithout(folder), Answers(folder));
        Assert.Equal([StoreName], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [SkippableFact]
    public void A_folder_that_may_not_be_written_works_with_the_file_and_without()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Folders cannot be kept from being written by this user.");
        if (OperatingSystem.IsWindows())
            return;

        foreach (bool has in new[] { true, false })
        {
            string folder = Copy(Filled());
            string expected = AnswersWithout(folder);
            if (!has)
                File.Delete(Path.Combine(folder, IndexName));
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            try
            {
                Assert.Equal(expected, Answers(folder));
            }
            finally
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    [Fact]
    public void Processes_that_write_the_file_at_once_leave_a_whole_one()
    {
        string folder = FilledWithoutFile();
        for (int round = 0; round < 3; round++)
        {
            File.Delete(Path.Combine(folder, IndexName));
            Process[] workers = [.. Enumerable.Range(0, 3).Select(_ => StoreWorker.Start("keep", Path.Combine(folder, StoreName), "7"))];
            foreach (Process worker in workers)
            {
                worker.StandardInput.WriteLine();
                worker.StandardInput.Close();
            }

            Assert.All(workers, worker => Assert.Equal("/first/7.jpg", StoreWorker.Finish(worker)));
            AssertWhole(folder);
        }
    }

    [Fact]
    public void A_process_killed_while_it_writes_the_file_leaves_what_the_next_one_replaces()
    {
        string folder = FilledWithoutFile();
        for (int round = 0; round < 5; round++)
        {
            File.Delete(Path.Combine(folder, IndexName));
            using (Process worker = StoreWorker.Start("keep", Path.Combine(folder, StoreName), "7"))
            {
                worker.StandardInput.WriteLine();
                SpinWait.SpinUntil(() => File.Exists(Path.Combine(folder, IndexName + ".new")) || File.Exists(Path.Combine(folder, IndexName)));
                worker.Kill();
                worker.WaitForExit();
            }

            Process next = StoreWorker.Start("keep", Path.Combine(folder, StoreName), "7");
            next.StandardInput.WriteLine();
            next.StandardInput.Close();
            Assert.Equal("/first/7.jpg", StoreWorker.Finish(next));
            AssertWhole(folder);
        }
    }

    [Fact]
    public void A_small_store_has_no_such_file()
    {
        string folder = Path.Combine(_folder.FullName, "small");
        using (SqliteStore store = Open(folder, leastKept: Count + 1))
        {
            store.Add(Drafts("/first", Count));
            Ask(store);
        }

        Assert.Equal([StoreName], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    private static RecordDraft[] Drafts(string folder, int firstSeed) =>
        [.. Enumerable.Range(0, Count).Select(i => TestRecords.Draft($"{folder}/{i}.jpg", firstSeed + i))];

    private static SqliteStore Open(string folder, int leastKept = 100) =>
        SqliteStore.Open(Path.Combine(folder, StoreName), new SqliteStoreOptions { Create = true, LeastKept = leastKept });

    private static void Change(string folder, Action<SqliteStore> change)
    {
        using SqliteStore store = Open(folder);
        change(store);
    }

    private static string Answers(string folder)
    {
        using SqliteStore store = Open(folder);
        return Ask(store);
    }

    private static string Ask(SqliteStore store)
    {
        SearchQuery[] queries = [.. AskedSeeds.Select(seed => new SearchQuery
        {
            Signatures = [new OrientedSignature(TestRecords.Signature(seed), default)],
            DistanceCutoff = 0.7,
        })];
        return string.Join('\n', store.Search(queries).SelectMany(answer => answer.Hits).Select(hit => $"{hit.Record.Key.Path} {hit.Record.Id} {hit.Distance:R}"));
    }

    private static bool WasWritten(string folder) => File.GetLastWriteTimeUtc(Path.Combine(folder, IndexName)) != LongAgo;

    private string Filled(string paths = "/first", int firstSeed = 0)
    {
        string folder = Path.Combine(_folder.FullName, $"{_copies++}");
        using SqliteStore store = Open(folder);
        store.Add(Drafts(paths, firstSeed));
        Ask(store);
        return folder;
    }

    /// <summary>A store whose file beside it is yet to be written and takes a moment.</summary>
    private string FilledWithoutFile()
    {
        string folder = Path.Combine(_folder.FullName, $"{_copies++}");
        Change(folder, store => store.Add([.. Enumerable.Range(0, 20_000).Select(i => TestRecords.Draft($"/first/{i}.jpg", i))]));
        return folder;
    }

    /// <summary>There is a file, and another process starts from it and finds what it would find without.</summary>
    private void AssertWhole(string folder)
    {
        Assert.Equal([StoreName, IndexName], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        string next = Copy(folder);
        Assert.Equal(AnswersWithout(folder), Answers(next));
        Assert.False(WasWritten(next));
    }

    private string Copy(string folder)
    {
        string copy = Directory.CreateDirectory(Path.Combine(_folder.FullName, $"{_copies++}")).FullName;
        foreach (string file in Directory.GetFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        string index = Path.Combine(copy, IndexName);
        if (File.Exists(index))
            File.SetLastWriteTimeUtc(index, LongAgo);
        return copy;
    }

    private string AnswersWithout(string folder)
    {
        string copy = Copy(folder);
        if (File.Exists(Path.Combine(copy, IndexName)))
            File.Delete(Path.Combine(copy, IndexName));
        return Answers(copy);
    }
}
