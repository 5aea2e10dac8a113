using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Records read in pages much smaller than what is asked for.</summary>
public sealed class PagingTests
{
    private static readonly DateTimeOffset SameTime = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_record_comes_once_and_in_order_also_where_path_frame_and_time_are_the_same(int shards)
    {
        using ElasticsearchStore store = Open(shards);
        store.Add([.. Enumerable.Range(0, 60).Select(i => Another("/same.jpg", i)), .. Enumerable.Range(0, 40).Select(i => Another($"/{i:00}.jpg", 100 + i))]);

        MatchRecord[] records = [.. store.Get(new())];

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"/{i:00}.jpg").Concat(Enumerable.Repeat("/same.jpg", 60)), records.Select(record => record.Key.Path));
        Assert.Equal(100, records.Select(record => record.Id).Distinct().Count());
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_record_that_is_changed_when_it_comes_does_not_come_again(int shards)
    {
        using ElasticsearchStore store = Open(shards);
        store.Add([.. Enumerable.Range(0, 30).Select(i => Another("/same.jpg", i)), .. Enumerable.Range(0, 30).Select(i => Another($"/{i:00}.jpg", 100 + i))]);

        var seen = new List<string>();
        foreach (MatchRecord record in store.Get(new()))
        {
            seen.Add(record.Id);
            store.SetMetadata(new Dictionary<string, JsonElement?> { [record.Id] = TestRecords.Json("""{"seen": true}""") });
        }

        Assert.Equal(60, seen.Count);
        Assert.Equal(60, seen.Distinct().Count());
    }

    [SkippableFact]
    public void Paths_are_ordered_alike_however_many_shards_there_are()
    {
        string[] paths = ["/a.jpg", "/B.jpg", "/ä.jpg", "/日本.jpg", "/\uffee.jpg", "/🙂.jpg", "/a b.jpg", "/a.jpg.jpg", .. Enumerable.Range(0, 30).Select(i => $"/{i}.png")];
        using ElasticsearchStore one = Open(1);
        using ElasticsearchStore several = Open(3);
        foreach (ElasticsearchStore store in new[] { one, several })
            store.Add([.. paths.Select(TestRecords.Draft)]);

        Assert.Equal(one.Get(new()).Select(record => record.Key.Path), several.Get(new()).Select(record => record.Key.Path));
    }

    [SkippableFact]
    public void An_index_has_the_shards_that_were_asked_for_or_is_not_opened()
    {
        ElasticsearchStoreOptions options = TestEngine.Shared.Options($"test-{Guid.NewGuid():N}");
        ElasticsearchStore.Open(options with { ShardCount = 3 }).Dispose();

        ElasticsearchStore.Open(options with { ShardCount = 3, Create = false }).Dispose();
        ElasticsearchStore.Open(options).Dispose();
        StoreException error = Assert.Throws<StoreException>(() => ElasticsearchStore.Open(options with { ShardCount = 2 }));
        Assert.Equal(StoreError.StoreProfileMismatch, error.Error);
        Assert.Contains("has 3 primary shards, and 2 were asked for", error.Message, StringComparison.Ordinal);
    }

    private static ElasticsearchStore Open(int shards) =>
        ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}") with { ShardCount = shards, PageSize = 7 });

    /// <summary>One of several records of a path, added at the same time.</summary>
    private static RecordDraft Another(string path, int seed) => TestRecords.Draft(path, seed) with { AsNew = true, Added = SameTime };
}
