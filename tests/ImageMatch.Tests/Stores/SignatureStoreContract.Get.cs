using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>Reading records and the change log.</summary>
public abstract partial class SignatureStoreContract
{
    [SkippableFact]
    public void Records_come_ordered_by_path_frame_and_age()
    {
        RecordDraft page = TestRecords.Draft("/b.tif", 1);
        Store.Add([page with { Key = page.Key with { Frame = 10 } }, page with { Key = page.Key with { Frame = 2 } }, TestRecords.Draft("/c.jpg", 2)]);
        MatchRecord first = Add(TestRecords.Draft("/a.jpg", 3));
        MatchRecord second = Add(TestRecords.Draft("/a.jpg", 3) with { AsNew = true });

        List<MatchRecord> records = [.. Store.Get(new())];

        Assert.Equal(["/a.jpg 0", "/a.jpg 0", "/b.tif 2", "/b.tif 10", "/c.jpg 0"], records.Select(record => $"{record.Key.Path} {record.Key.Frame}"));
        Assert.Equal([first.Id, second.Id], records.Take(2).Select(record => record.Id));
    }

    [SkippableFact]
    public void Many_records_come_whole_while_they_are_removed_and_others_added()
    {
        Store.Add([.. Enumerable.Range(0, 2500).Select(i => TestRecords.Draft($"/{i:0000}.jpg", i))]);
        ISignatureStore other = Open();

        var seen = new List<string>();
        foreach (MatchRecord record in Store.Get(new()))
        {
            seen.Add(record.Key.Path);
            if (seen.Count % 500 == 1)
                other.Add([TestRecords.Draft($"/new{seen.Count}.jpg", 1)]);
            other.Remove([record.Id]);
        }

        Assert.Equal(Enumerable.Range(0, 2500).Select(i => $"/{i:0000}.jpg"), seen.Where(path => !path.StartsWith("/new", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public void Ids_and_paths_choose_records()
    {
        MatchRecord a = Add(TestRecords.Draft("/a.jpg", 1));
        MatchRecord page = Add(TestRecords.Draft("/a.jpg", 2) with { Key = new RecordKey("", "/a.jpg", 1) });
        MatchRecord windows = Add(TestRecords.Draft(@"D:\b.jpg", 3));
        MatchRecord bracket = Add(TestRecords.Draft("/a[1].jpg", 4));

        Assert.Equal([a.Id, page.Id], Ids(new() { Paths = ["/a.jpg", "/A.JPG", "/a.jpg", "/gone.jpg"] }));
        Assert.Equal([windows.Id], Ids(new() { Paths = ["d:/B.jpg"] }));
        Assert.Equal([bracket.Id], Ids(new() { Paths = ["/a[1].jpg"] }));
        Assert.Equal([page.Id], Ids(new() { Ids = [page.Id, "gone", page.Id] }));
        Assert.Equal([page.Id], Ids(new() { Ids = [page.Id, windows.Id], Paths = ["/a.jpg"] }));
        Assert.Empty(Ids(new() { Ids = [] }));
        Assert.Empty(Ids(new() { Paths = [] }));
    }

    [SkippableTheory]
    [InlineData("*", "/p/a.jpg|/p/a1.jpg|/p/a[1].jpg|/p/sub/a.jpg|C:\\P\\a.jpg|http://h/p/a.jpg")]
    [InlineData("/p/*", "/p/a.jpg|/p/a1.jpg|/p/a[1].jpg|/p/sub/a.jpg")]
    [InlineData("/p/a?.jpg", "/p/a1.jpg")]
    [InlineData("/p/a[0-9].jpg", "/p/a1.jpg")]
    [InlineData("/p/a`[1`].jpg", "/p/a[1].jpg")]
    [InlineData("/P/*", "")]
    [InlineData("c:/p/*.JPG", "C:\\P\\a.jpg")]
    [InlineData("*/a.jpg", "/p/a.jpg|/p/sub/a.jpg|C:\\P\\a.jpg|http://h/p/a.jpg")]
    [InlineData("/p/a.jpg", "/p/a.jpg")]
    [InlineData("/p/a", "")]
    public void Wildcards_choose_records_as_keys_are_compared(string pattern, string expected)
    {
        string[] paths = ["/p/a.jpg", "/p/a1.jpg", "/p/a[1].jpg", "/p/sub/a.jpg", @"C:\P\a.jpg", "http://h/p/a.jpg"];
        Store.Add([.. paths.Select(TestRecords.Draft)]);

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), Paths(new() { PathPatterns = [pattern] }));
    }

    [SkippableFact]
    public void Paths_and_patterns_are_alternatives()
    {
        Store.Add([.. "abcd".Select(name => TestRecords.Draft($"/{name}.jpg", name))]);

        Assert.Equal(["/a.jpg", "/c.jpg", "/d.jpg"], Paths(new() { Paths = ["/a.jpg"], PathPatterns = ["*c.jpg", "/d*"] }));
        Assert.Equal(StoreError.QueryRefused, Assert.Throws<StoreException>(() => Paths(new() { PathPatterns = ["/[a"] })).Error);
    }

    [SkippableTheory]
    [MemberData(nameof(FilterTable.Names), MemberType = typeof(FilterTable))]
    public void A_filter_means_the_same_on_every_store(string name)
    {
        FilterTable.Row row = FilterTable.Rows.Single(row => row.Name == name);
        Store.Add(FilterTable.Drafts);

        Assert.Equal(row.Expected, Paths(new() { Filter = row.Filter }));
    }

    [SkippableFact]
    public void The_change_log_tells_what_happened_since()
    {
        StoreChanges start = Store.ChangesSince(default);
        Assert.True(start.IsComplete);
        MatchRecord a = Add(TestRecords.Draft("/a.jpg", 1));
        MatchRecord b = Add(TestRecords.Draft("/b.jpg", 2));
        StorePosition both = Store.ChangesSince(start.Position).Position;
        Assert.Equal([a.Id, b.Id], Store.ChangesSince(start.Position).Changed);
        Assert.Equal(new StoreChanges(both, true, [], []).Changed, Store.ChangesSince(both).Changed);

        Open().Add([TestRecords.Draft("/b.jpg", 3)]);
        Store.Remove([a.Id]);
        StoreChanges changes = Store.ChangesSince(both);

        Assert.Equal(KeepsRemovals, changes.IsComplete);
        Assert.Equal([b.Id], changes.Changed);
        Assert.Equal(KeepsRemovals ? [a.Id] : [], changes.Removed);
        Assert.Empty(Store.ChangesSince(changes.Position).Changed);
        Assert.Empty(Store.ChangesSince(changes.Position).Removed);
    }

    [SkippableFact]
    public void A_position_of_another_history_begins_anew()
    {
        MatchRecord a = Add(TestRecords.Draft("/a.jpg", 1));
        StorePosition position = Store.ChangesSince(default).Position;

        foreach (StorePosition foreign in new[] { position with { Token = "another" }, position with { Sequence = position.Sequence + 1000 } })
        {
            StoreChanges changes = Store.ChangesSince(foreign);
            Assert.False(changes.IsComplete);
            Assert.Equal([a.Id], changes.Changed);
            Assert.Equal(position, changes.Position);
        }
    }

    [SkippableFact]
    public void Several_threads_add_and_search_at_once()
    {
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            Store.Add([.. Enumerable.Range(0, 25).Select(k => TestRecords.Draft($"/{i}/{k}.jpg", (25 * i) + k))]);
            Assert.Equal($"/{i}/7.jpg", Assert.Single(Search(TestRecords.Signature((25 * i) + 7))).Record.Key.Path);
        });

        Assert.Equal(200, Store.Describe().Count);
    }

    [SkippableFact]
    public void Keys_of_metadata_are_told_however_late_they_occur()
    {
        string[] texts = ["""{"rights": "press", "size": {"width": 5, "unit": {"name": "mm"} }, "tags": ["a", "b"], "parts": [{"of": 1}, {"sort": "x"}]}""", "\"no keys\"", "[1, 2]"];
        Store.Add([.. texts.Select((text, i) => TestRecords.Draft($"/{i}.jpg", i).With(text))]);
        Store.Add([.. Enumerable.Range(10, 1100).Select(i => TestRecords.Draft($"/{i}.jpg", i).With(i == 600 ? """{"rare": true}""" : """{"common": 1}"""))]);
        Store.Add([TestRecords.Draft("/none.jpg", 5)]);

        string[] keys = [.. Store.GetMetadataKeys().Select(names => string.Join('/', names)).Distinct()];

        string[] expected = ["common", "parts/of", "parts/sort", "rare", "rights", "size/unit/name", "size/width", "tags"];
        // An index that earlier tests used may name their keys too.
        Assert.Equal(expected, KeepsRemovals ? keys.Order(StringComparer.Ordinal) : keys.Intersect(expected).Order(StringComparer.Ordinal));
    }

    private List<string> Ids(RecordQuery query) => [.. Store.Get(query).Select(record => record.Id)];
}
