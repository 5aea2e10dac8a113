using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Searches by candidates, among more records than a search looks at.</summary>
public sealed class CandidateSearchTests : IClassFixture<CandidateSearchTests.FilledIndex>
{
    private const int Others = 3000;

    private readonly FilledIndex _filled;

    public CandidateSearchTests(FilledIndex filled) => _filled = filled;

    private ElasticsearchStore Store => _filled.Store.Value;

    [SkippableFact]
    public void Copies_are_found_among_many_with_the_distance_of_an_exact_search()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            SearchQuery query = Query(TestRecords.Near(seed, 25));
            SearchAnswer byCodes = Assert.Single(Store.Search([query]));
            SearchAnswer exact = Assert.Single(Store.Search([query with { Exact = true }]));

            Assert.Equal($"/{seed}.jpg", byCodes.Hits[0].Record.Key.Path);
            Assert.Equal(exact.Hits.Select(hit => (hit.Record.Id, hit.Distance, hit.Score)), byCodes.Hits.Select(hit => (hit.Record.Id, hit.Distance, hit.Score)));
            Assert.Null(byCodes.Warning);
        }
    }

    [SkippableFact]
    public void A_turned_negative_is_found_among_all_orientations_in_one_search()
    {
        Signature asked = TestRecords.Signature(7).Permuted(Orientation.InvertedRotated90, SignatureOptions.Default);
        var all = Orientations.All.Select(orientation => new OrientedSignature(asked.Permuted(orientation, SignatureOptions.Default), orientation)).ToList();

        SearchHit hit = Assert.Single(Assert.Single(Store.Search([new SearchQuery { Signatures = all }])).Hits);

        Assert.Equal("/7.jpg", hit.Record.Key.Path);
        Assert.Equal(0, hit.Distance);
        Assert.Equal(Orientation.InvertedRotated90, hit.Orientation);
    }

    [SkippableTheory]
    [MemberData(nameof(FiltersOfGroup3))]
    public void A_filter_narrows_the_candidates_and_adds_none(string property, FilterOperator comparison, string value)
    {
        var filter = new Comparison(property.Split('.'), comparison, TestRecords.Json(value));
        SearchQuery query = Query(TestRecords.Signature(13)) with { DistanceCutoff = 1, Filter = filter, CandidateLimit = 5 };

        SearchHit[] hits = [.. Assert.Single(Store.Search([query])).Hits];

        // Record 13 is of group 3; what else is in that group shares hardly a code with it. Candidates of other groups would leave fewer than five.
        Assert.Equal("/13.jpg", hits[0].Record.Key.Path);
        Assert.Equal(5, hits.Length);
        Assert.All(hits, hit => Assert.Equal(3, hit.Record.Metadata!.Value.GetProperty("group").GetInt32()));
        Assert.Empty(Assert.Single(Store.Search([query with { DistanceCutoff = 0.45, Signatures = Query(TestRecords.Signature(14)).Signatures }])).Hits);
    }

    public static TheoryData<string, FilterOperator, string> FiltersOfGroup3 { get; } = new()
    {
        { "Metadata.group", FilterOperator.Equal, "3" },
        { "Metadata.name", FilterOperator.Like, "\"*THREE\"" },
        { "Added", FilterOperator.Equal, "\"2024-05-03T12:00:00.1234567Z\"" },
        { "Source", FilterOperator.Equal, "\"SCANNER-3\"" },
        { "Source", FilterOperator.Like, "\"*r-3\"" },
        { "Path", FilterOperator.Like, "\"/*3.jpg\"" },
    };

    [SkippableFact]
    public void A_wildcard_finds_metadata_that_is_too_long_for_the_index()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}"));
        store.Add([TestRecords.Draft("/long.jpg", 1).With($$"""{"notes": ["short", "{{new string('x', 300)}} needle"]}"""), TestRecords.Draft("/other.jpg", 2).With("""{"notes": "hay"}""")]);

        var filter = new Comparison(["Metadata", "notes"], FilterOperator.Like, TestRecords.Json("\"*needle\""));

        Assert.Equal("/long.jpg", Assert.Single(store.Get(new() { Filter = filter })).Key.Path);
        Assert.Equal("/long.jpg", Assert.Single(store.Search([Query(TestRecords.Signature(1)) with { Filter = filter }])[0].Hits).Record.Key.Path);
    }

    [SkippableFact]
    public void A_query_of_the_engine_chooses_records_and_candidates()
    {
        var text = TestRecords.Json("""{"match": {"metadata.things": "stuff!"}}""");

        Assert.Equal(["/0.jpg"], Store.Get(new() { EngineQuery = text }).Select(record => record.Key.Path));
        Assert.Single(Assert.Single(Store.Search([Query(TestRecords.Signature(0)) with { EngineQuery = text }])).Hits);
        Assert.Empty(Assert.Single(Store.Search([Query(TestRecords.Signature(1)) with { EngineQuery = text }])).Hits);
        Assert.Empty(Assert.Single(Store.Search([Query(TestRecords.Signature(1)) with { EngineQuery = text, Exact = true }])).Hits);
        StoreException refused = Assert.Throws<StoreException>(() => Store.Get(new() { EngineQuery = TestRecords.Json("""{"nonsense": {}}""") }).Count());
        Assert.Equal(StoreError.QueryRefused, refused.Error);
    }

    [SkippableFact]
    public void Too_few_candidates_for_the_cutoff_are_said()
    {
        SearchAnswer answer = Assert.Single(Store.Search([Query(TestRecords.Signature(1)) with { DistanceCutoff = 0.6, CandidateLimit = 1 }]));

        Assert.NotNull(answer.LowestScore);
        Assert.Contains("-Exact", answer.Warning, StringComparison.Ordinal);
        Assert.Equal(StoreError.QueryRefused, Assert.Throws<StoreException>(() => Store.Search([Query(TestRecords.Signature(1)) with { CandidateLimit = 0 }])).Error);
    }

    [SkippableFact]
    public void More_matches_than_candidates_are_said()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}"));
        store.Add([.. Enumerable.Range(0, 20).Select(i => TestRecords.Draft($"/{i}.jpg", TestRecords.Near(1, i)))]);
        SearchQuery query = Query(TestRecords.Signature(1));

        SearchAnswer answer = Assert.Single(store.Search([query with { CandidateLimit = 5 }]));

        Assert.Equal(5, answer.Hits.Count);
        Assert.StartsWith("More pictures may match: of 20 records the 5 that share most were compared,", answer.Warning, StringComparison.Ordinal);
        Assert.Null(Assert.Single(store.Search([query])).Warning);
    }

    [SkippableFact]
    public void Metadata_that_the_mapping_refuses_is_kept_with_a_warning_and_still_filtered()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}"));
        string[] refused = ["""{"n": "text after number"}""", """{"o": 1}""", """{"": 1}""", "[1, 2]", "\"scalar\""];
        store.Add([TestRecords.Draft("/first.jpg", 1).With("""{"n": 1, "o": {"p": 2}}""")]);

        IReadOnlyList<AddOutcome> outcomes = store.Add([.. refused.Select((json, i) => TestRecords.Draft($"/{i}.jpg", i).With(json))]);

        Assert.All(outcomes, outcome => Assert.Equal(AddChange.Added, outcome.Change));
        Assert.All(outcomes, outcome => Assert.Contains("cannot be searched", outcome.Warning, StringComparison.Ordinal));
        Assert.Equal(refused, store.Get(new()).Take(refused.Length).Select(record => record.Metadata!.Value.GetRawText()));
        var filter = new Comparison(["Metadata", "n"], FilterOperator.Equal, TestRecords.Json("\"TEXT after number\""));
        Assert.Equal(["/0.jpg"], store.Get(new() { Filter = filter }).Select(record => record.Key.Path));

        ChangeAnswer changed = store.SetMetadata(new Dictionary<string, JsonElement?> { [outcomes[4].Record!.Id] = TestRecords.Json("""{"n": "text"}""") });
        Assert.Single(changed.Ids);
        Assert.Contains("/4.jpg: its metadata is kept, but cannot be searched", Assert.Single(changed.Warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Metadata_of_more_keys_than_an_index_takes_is_kept_with_a_warning()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}"));
        string flood = $"{{{string.Join(", ", Enumerable.Range(0, 1100).Select(i => $"\"key{i}\": {i}"))}}}";

        IReadOnlyList<AddOutcome> outcomes = store.Add([TestRecords.Draft("/flood.jpg", 1).With(flood), TestRecords.Draft("/other.jpg", 2).With("""{"n": 1}""")]);

        Assert.All(outcomes, outcome => Assert.Equal(AddChange.Added, outcome.Change));
        Assert.StartsWith("/flood.jpg: its metadata is kept, but cannot be searched", outcomes[0].Warning, StringComparison.Ordinal);
        Assert.Null(outcomes[1].Warning);
        Assert.Equal([flood, """{"n": 1}"""], store.Get(new()).Select(record => record.Metadata!.Value.GetRawText()));
        var filter = new Comparison(["Metadata", "key1099"], FilterOperator.Equal, TestRecords.Json("1099"));
        Assert.Equal(["/flood.jpg"], store.Get(new() { Filter = filter }).Select(record => record.Key.Path));
    }

    [SkippableFact]
    public void A_record_is_kept_whose_time_an_index_cannot_hold()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}"));
        RecordDraft draft = TestRecords.Draft("/a.jpg", 1) with { Id = "of-old", Added = new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero) };

        Assert.Equal(AddChange.Added, Assert.Single(store.Add([draft])).Change);

        Assert.Equal(default, store.Get(new()).Single().Added);
    }

    [SkippableFact]
    public void A_store_says_what_is_missing_and_whose_index_it_will_not_touch()
    {
        TestEngine engine = TestEngine.Shared;
        ElasticsearchStoreOptions missing = engine.Options("not-there") with { Create = false };
        Assert.Equal(StoreError.StoreNotFound, Assert.Throws<StoreException>(() => ElasticsearchStore.Open(missing)).Error);

        var nowhere = new RestClientOptions { Uris = [new Uri("http://127.0.0.1:9")], MaxRetries = 1 };
        StoreException unreachable = Assert.Throws<StoreException>(() => ElasticsearchStore.Open(missing with { Cluster = nowhere }));
        Assert.Equal(StoreError.StoreUnreachable, unreachable.Error);
        Assert.Contains("http://127.0.0.1:9", unreachable.Message, StringComparison.Ordinal);

        // A dead node is no hindrance where another lives.
        using ElasticsearchStore store = ElasticsearchStore.Open(
            engine.Options($"test-{Guid.NewGuid():N}") with { Cluster = new RestClientOptions { Uris = [nowhere.Uris[0], engine.Uris[0]] } });
        Assert.Equal(0, store.Describe().Count);
        Assert.NotEqual("red", store.Describe().Health);
    }

    private static SearchQuery Query(Signature signature) => new() { Signatures = [new(signature, Orientation.Unchanged)] };

    /// <summary>An index with records enough that candidates are chosen among them.</summary>
    public sealed class FilledIndex : IDisposable
    {
        private static readonly string[] Names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

        public Lazy<ElasticsearchStore> Store { get; } = new(() =>
        {
            ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}"));
            RecordDraft[] drafts = [.. Enumerable.Range(0, Others).Select(i => Draft(i, i % 10))];
            drafts[0] = drafts[0].With("""{"things": "stuff!"}""");
            Assert.All(store.Add(drafts), outcome => Assert.Equal(AddChange.Added, outcome.Change));
            return store;
        });

        public void Dispose()
        {
            if (Store.IsValueCreated)
                Store.Value.Dispose();
        }

        private static RecordDraft Draft(int number, int group) => TestRecords.Draft($"/{number}.jpg", number).With($$"""{"group": {{group}}, "name": "group {{Names[group]}}"}""") with
        {
            Key = new RecordKey($"scanner-{group}", $"/{number}.jpg"),
            Added = new DateTimeOffset(2024, 5, group == 0 ? 10 : group, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567),
        };
    }
}
