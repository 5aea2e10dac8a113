using System.Net.Http.Json;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>An index of which a shard is missing says so, and is never taken for one that holds less.</summary>
public sealed class RedIndexTests
{
    [SkippableFact]
    public void A_missing_shard_is_told_and_never_passed_over()
    {
        ElasticsearchStoreOptions options = TestEngine.Shared.Options(MakeIndex()) with { Create = false };
        using ElasticsearchStore store = ElasticsearchStore.Open(
            options with { Cluster = options.Cluster with { MaxRetries = 1, WriteRetryTime = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(10) } });

        StoreDescription description = store.Describe();
        Assert.Equal("red", description.Health);
        Assert.Null(description.Count);

        // Some of these belong to the shard that is there.
        string[] ids = [.. Enumerable.Range(0, 10).Select(i => $"id{i}")];
        var query = new SearchQuery { Signatures = [new(TestRecords.Signature(1), Orientation.Unchanged)] };
        Action[] readers =
        [
            () => store.Search([query]),
            () => store.Search([query with { Exact = true }]),
            () => store.ChangesSince(default),
            () => _ = store.Get(new()).Count(),
            () => store.Find([.. Enumerable.Range(0, 10).Select(i => RecordKey.Of("", $"/{i}.jpg"))]),
            () => store.SetMetadata(ids.ToDictionary(id => id, _ => (JsonElement?)null)),
        ];
        Assert.All(readers, read => Assert.Equal(StoreError.StoreUnreachable, Assert.Throws<StoreException>(read).Error));

        ChangeAnswer removed = store.Remove(ids);
        Assert.Empty(removed.Ids);
        Assert.InRange(removed.Errors.Count, 1, ids.Length - 1);
        IReadOnlyList<AddOutcome> added = store.Add([.. ids.Select(id => TestRecords.Draft($"/{id}.jpg", 1) with { AsNew = true })]);
        Assert.Equal([AddChange.Added, AddChange.Failed], added.Select(outcome => outcome.Change).Distinct().Order());
    }

    /// <summary>Makes an index of two shards of which the one node may have only one.</summary>
    private static string MakeIndex()
    {
        string whole = $"test-{Guid.NewGuid():N}";
        ElasticsearchStore.Open(TestEngine.Shared.Options(whole)).Dispose();
        using var http = new HttpClient { BaseAddress = TestEngine.Shared.Uris[0] };
        string mapping = http.GetFromJsonAsync<JsonElement>($"{whole}/_mapping").Result.GetProperty(whole).GetProperty("mappings").GetRawText();
        JsonElement body = TestRecords.Json(
            $$"""
            {
              "settings": {"number_of_shards": 2, "number_of_replicas": 0, "index.routing.allocation.total_shards_per_node": 1},
              "mappings": {{mapping}}
            }
            """);
        using HttpResponseMessage made = http.PutAsJsonAsync($"{whole}-red?wait_for_active_shards=1", body).Result;
        Assert.True(made.IsSuccessStatusCode, made.Content.ReadAsStringAsync().Result);
        return $"{whole}-red";
    }
}
