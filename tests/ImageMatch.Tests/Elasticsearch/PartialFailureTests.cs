using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Writing through a node that loses answers, has no room for some documents, or breaks down, in front of a real engine.</summary>
public sealed class PartialFailureTests
{
    private readonly string _index = $"test-{Guid.NewGuid():N}";

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lost_answer_changes_nothing_when_the_request_is_repeated(bool asNew)
    {
        int lost = 0;
        using LoopbackNode node = InFront(request => request.IsBulk && Interlocked.Increment(ref lost) % 2 == 1 ? Cut(request) : null);
        using ElasticsearchStore store = Open(node);
        RecordDraft[] drafts = [.. Enumerable.Range(0, 20).Select(i => TestRecords.Draft($"/{i}.jpg", i) with { AsNew = asNew })];

        IReadOnlyList<AddOutcome> added = store.Add(drafts);
        IReadOnlyList<AddOutcome> updated = store.Add([.. drafts.Select(draft => (draft with { AsNew = false }).With("""{"n": 1}"""))]);
        ChangeAnswer set = store.SetMetadata(added.ToDictionary(outcome => outcome.Record!.Id, _ => (JsonElement?)TestRecords.Json("2")));

        Assert.Equal(6, lost);
        Assert.All(added, outcome => Assert.Equal(AddChange.Added, outcome.Change));
        Assert.All(updated, outcome => Assert.Equal(AddChange.Updated, outcome.Change));
        Assert.Equal(added.Select(outcome => outcome.Record!.Id).Order(), set.Ids.Order());
        MatchRecord[] records = [.. store.Get(new())];
        Assert.Equal(added.Select(outcome => outcome.Record!.Id).Order(), records.Select(record => record.Id).Order());
        Assert.All(records, record => Assert.Equal("2", record.Metadata?.GetRawText()));
    }

    [SkippableFact]
    public void A_document_that_the_cluster_has_no_room_for_is_sent_again()
    {
        int bulks = 0;
        using LoopbackNode node = InFront(request => request.IsBulk && Interlocked.Increment(ref bulks) < 3 ? Without(request, "/1.jpg", 429) : null);
        using ElasticsearchStore store = Open(node, retryTime: TimeSpan.FromMinutes(1));

        IReadOnlyList<AddOutcome> outcomes = store.Add(Drafts(3));

        Assert.Equal(3, bulks);
        Assert.All(outcomes, outcome => Assert.Equal(AddChange.Added, outcome.Change));
        Assert.Equal(["/0.jpg", "/1.jpg", "/2.jpg"], store.Get(new()).Select(record => record.Key.Path));
    }

    [SkippableTheory]
    [InlineData(429, StoreError.StoreBusy)]
    [InlineData(503, StoreError.StoreBusy)]
    [InlineData(404, StoreError.StoreNotFound)]
    [InlineData(500, StoreError.StoreUnreachable)]
    public void What_could_not_be_stored_is_told_by_its_picture_and_the_rest_is_stored(int status, StoreError expected)
    {
        using LoopbackNode node = InFront(request => request.IsBulk ? Without(request, "/1.jpg", status) : null);
        using ElasticsearchStore store = Open(node);

        IReadOnlyList<AddOutcome> outcomes = store.Add(Drafts(3));

        Assert.Equal([AddChange.Added, AddChange.Failed, AddChange.Added], outcomes.Select(outcome => outcome.Change));
        Assert.Equal(expected, outcomes[1].Error!.Error);
        Assert.StartsWith("/1.jpg could not be stored", outcomes[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(["/0.jpg", "/2.jpg"], store.Get(new()).Select(record => record.Key.Path));
    }

    [SkippableFact]
    public void A_cluster_that_breaks_down_in_the_middle_is_told_by_the_pictures_that_it_did_not_take()
    {
        int bulks = 0;
        using LoopbackNode node = InFront(request => request.IsBulk && Interlocked.Increment(ref bulks) > 1 ? NodeAnswer.Cut : null);
        using ElasticsearchStore store = Open(node);
        // Metadata large enough for several requests.
        string metadata = JsonSerializer.Serialize(new string('x', 60_000));
        RecordDraft[] drafts = [.. Drafts(200).Select(draft => draft.With(metadata))];

        IReadOnlyList<AddOutcome> outcomes = store.Add(drafts);

        ILookup<AddChange, string> paths = drafts.Zip(outcomes).ToLookup(pair => pair.Second.Change, pair => pair.First.Key.Path);
        Assert.NotEmpty(paths[AddChange.Added]);
        Assert.NotEmpty(paths[AddChange.Failed]);
        Assert.All(drafts.Zip(outcomes).Where(pair => pair.Second.Error is not null), pair =>
        {
            Assert.Equal(StoreError.StoreUnreachable, pair.Second.Error!.Error);
            Assert.StartsWith($"{pair.First.Key.Path} could not be stored", pair.Second.Error.Message, StringComparison.Ordinal);
        });
        Assert.Equal(paths[AddChange.Added].Order(StringComparer.Ordinal), store.Get(new()).Select(record => record.Key.Path).Order(StringComparer.Ordinal));

        StoreException gone = Assert.Throws<StoreException>(() => store.Add([TestRecords.Draft("/new.jpg", 1)]));
        Assert.Equal(StoreError.StoreUnreachable, gone.Error);
    }

    [SkippableFact]
    public void Decisions_are_sent_again_too()
    {
        int bulks = 0;
        using LoopbackNode node = InFront(request => request.IsBulk && Interlocked.Increment(ref bulks) == 1 ? Without(request, new string('1', 32), 429) : null);
        using ElasticsearchStore store = Open(node, retryTime: TimeSpan.FromMinutes(1));
        MatchDecision[] decisions =
            [.. Enumerable.Range(0, 3).Select(i => new MatchDecision { Decision = DecisionKind.Keep, ContentHash = new string((char)('0' + i), 32), Path = $"/{i}.jpg", Decided = DateTimeOffset.UtcNow })];

        store.Decisions.Set(decisions);

        Assert.Equal(2, bulks);
        Assert.Equal(decisions.Select(decision => decision.Path), store.Decisions.Get().Select(decision => decision.Path).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void A_record_that_could_not_be_looked_for_is_not_taken_for_gone()
    {
        using LoopbackNode node = InFront(request => request.Path.Contains("/_mget", StringComparison.Ordinal) && request.Body.Contains("lost", StringComparison.Ordinal)
            ? new NodeAnswer(200, """{"docs": [{"_index": "i", "_id": "lost", "error": {"type": "no_shard_available_action_exception", "reason": "No shard available"}}]}""")
            : null);
        using ElasticsearchStore store = Open(node);

        StoreException error = Assert.Throws<StoreException>(() => store.SetMetadata(new Dictionary<string, JsonElement?> { ["lost"] = null }));

        Assert.Equal(StoreError.StoreUnreachable, error.Error);
        Assert.Contains("No shard available", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("_count")]
    [InlineData("_refresh")]
    public void An_answer_that_lacks_shards_is_an_error(string call)
    {
        using LoopbackNode node = InFront(request => request.Path.EndsWith(call, StringComparison.Ordinal)
            ? new NodeAnswer(200, """{"count": 1, "_shards": {"total": 2, "successful": 1, "failed": 1}}""")
            : null);
        using ElasticsearchStore store = Open(node, refreshAfter: false);
        store.Add([TestRecords.Draft("/a.jpg", 1)]);

        StoreException error = Assert.Throws<StoreException>(() => store.Describe());

        Assert.Equal(StoreError.StoreUnreachable, error.Error);
        Assert.Contains("1 shards", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_was_written_is_found_although_a_refresh_failed()
    {
        int refreshes = 0;
        using LoopbackNode node = InFront(request => request.Path.EndsWith("_refresh", StringComparison.Ordinal) && Interlocked.Increment(ref refreshes) <= 2
            ? NodeAnswer.Error(503, "unavailable", "no master")
            : null);
        using ElasticsearchStore store = Open(node, refreshAfter: false);
        using FastLoad load = FastLoad.Begin(Options(TestEngine.Shared.Uris[0]));
        store.Add([TestRecords.Draft("/a.jpg", 1)]);

        Assert.Throws<StoreException>(() => store.Get(new()).Count());

        Assert.Single(store.Get(new()));
    }

    [SkippableFact]
    public void An_index_that_was_removed_is_not_made_by_writing()
    {
        using var http = new HttpClient { BaseAddress = TestEngine.Shared.Uris[0] };
        using ElasticsearchStore store = ElasticsearchStore.Open(Options(TestEngine.Shared.Uris[0]));
        store.Add(Drafts(1));
        using (HttpResponseMessage removed = http.DeleteAsync(_index).Result)
            removed.EnsureSuccessStatusCode();

        // New records need no look at what is there.
        RecordDraft draft = TestRecords.Draft("/b.jpg", 2) with { AsNew = true };
        Assert.Equal(StoreError.StoreNotFound, Assert.Throws<StoreException>(() => store.Add([draft])).Error);
        Assert.Equal(StoreError.StoreNotFound, Assert.Throws<StoreException>(() => store.Add(Drafts(1))).Error);
        using (HttpResponseMessage missing = http.GetAsync(_index).Result)
            Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);

        // Nor is one written to that others made in its place.
        using ElasticsearchStore another = ElasticsearchStore.Open(Options(TestEngine.Shared.Uris[0]));
        StoreException error = Assert.Throws<StoreException>(() => store.Add([draft]));
        Assert.Equal(StoreError.StoreNotFound, error.Error);
        Assert.Contains("Run the command again", error.Message, StringComparison.Ordinal);
        Assert.Empty(another.Get(new()));
    }

    private static RecordDraft[] Drafts(int count) => [.. Enumerable.Range(0, count).Select(i => TestRecords.Draft($"/{i}.jpg", i))];

    /// <summary>A node that hands on to the engine what a test does not answer itself.</summary>
    private static LoopbackNode InFront(Func<NodeRequest, NodeAnswer?> answer)
    {
        Uri engine = TestEngine.Shared.Uris[0];
        return new LoopbackNode(request => answer(request) ?? request.Forward(engine));
    }

    /// <summary>The engine does as it is told, and nobody hears of it.</summary>
    private static NodeAnswer Cut(NodeRequest request)
    {
        request.Forward(TestEngine.Shared.Uris[0]);
        return NodeAnswer.Cut;
    }

    /// <summary>Keeps the documents that hold a text from the engine, and answers for them with a status.</summary>
    private static NodeAnswer Without(NodeRequest request, string text, int status)
    {
        string[][] changes = [.. request.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Chunk(2)];
        bool[] isKept = Array.ConvertAll(changes, change => !change[1].Contains(text, StringComparison.Ordinal));
        string kept = string.Concat(changes.Where((_, i) => isKept[i]).SelectMany(lines => lines).Select(line => line + "\n"));
        var done = new Queue<JsonNode>();
        if (kept.Length > 0)
        {
            foreach (JsonNode? item in JsonNode.Parse(request.Forward(TestEngine.Shared.Uris[0], kept).Body)!["items"]!.AsArray())
                done.Enqueue(item!.DeepClone());
        }

        string refused = $$"""{"create": {"_id": "x", "status": {{status}}, "error": {"type": "refused", "reason": "so it is"} } }""";
        JsonNode[] items = Array.ConvertAll(isKept, isThere => isThere ? done.Dequeue() : JsonNode.Parse(refused)!);
        return new NodeAnswer(200, new JsonObject { ["errors"] = true, ["items"] = new JsonArray(items) }.ToJsonString());
    }

    private ElasticsearchStoreOptions Options(Uri node) => new()
    {
        Cluster = new RestClientOptions { Uris = [node], MaxRetries = 1, WriteRetryTime = TimeSpan.Zero },
        Index = _index,
        Source = "",
        Create = true,
        RefreshAfter = true,
    };

    private ElasticsearchStore Open(LoopbackNode node, bool refreshAfter = true, TimeSpan retryTime = default)
    {
        ElasticsearchStoreOptions options = Options(node.Uri);
        return ElasticsearchStore.Open(options with { RefreshAfter = refreshAfter, Cluster = options.Cluster with { WriteRetryTime = retryTime } });
    }
}
