using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>The index of windows beside that of the records: what broken off writers leave there, and what others see.</summary>
public sealed class WindowIndexTests : IDisposable
{
    private static readonly SignatureProfile Light = SignatureProfile.Default with { CropTolerance = CropTolerance.Light };

    private readonly string _name = $"test-{Guid.NewGuid():N}";
    private readonly Lazy<RestClient> _client = new(() => new RestClient(TestEngine.Shared.Options("").Cluster));

    private ElasticsearchStoreOptions Options => TestEngine.Shared.Options(_name) with { Profile = _ => Light };

    private WindowIndex Windows => new(_client.Value, _name, refreshAfter: true);

    private IEnumerable<string> WindowIds => new DocumentReader(Windows.Index).InOrder(Queries.Everything, default).Select(window => window.Record.Id);

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_broken_off_writer_left_is_no_hit_and_is_removed_by_the_next_writer(bool isUpdate)
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        MatchRecord record = store.Add([Draft("/a.jpg", 1, 11)])[0].Record!;
        MatchRecord never = record with { Id = isUpdate ? record.Id : "never-written", Signature = TestRecords.Signature(2), Windows = [new(1, TestRecords.Signature(12))] };
        string old = Leave(never, TimeSpan.FromHours(2));
        string young = Leave(never with { Windows = [new(2, TestRecords.Signature(13))] }, TimeSpan.Zero);
        Assert.Equal(3, WindowIds.Count());

        foreach (bool exact in new[] { false, true })
        {
            Assert.Empty(Search(store, 12, exact));
            Assert.Empty(Search(store, 13, exact));
            Assert.Equal(["/a.jpg"], Search(store, 11, exact));
        }

        using ElasticsearchStore next = ElasticsearchStore.Open(Options);
        next.Add([Draft("/b.jpg", 3, 14)]);

        Assert.DoesNotContain(old, WindowIds);
        // Its writer may be about to write the record.
        Assert.Contains(young, WindowIds);
        Assert.Equal(3, WindowIds.Count());
        Assert.Equal(["/b.jpg"], Search(store, 14, exact: false));
    }

    [SkippableFact]
    public void Windows_go_with_their_record_and_all_that_was_left_of_it()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        MatchRecord record = store.Add([Draft("/a.jpg", 1, 11), Draft("/b.jpg", 2, 12)])[0].Record!;
        Leave(record with { Signature = TestRecords.Signature(2), Windows = [new(1, TestRecords.Signature(12))] }, TimeSpan.Zero);

        store.Remove([record.Id]);

        Assert.Single(WindowIds);
        Assert.Equal(["/b.jpg"], Search(store, 12, exact: true));
    }

    [SkippableFact]
    public void Windows_that_another_writer_has_taken_into_use_meanwhile_are_not_removed()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        MatchRecord record = store.Add([Draft("/a.jpg", 1, 11)])[0].Record!;
        StoredDocument[] seen = [.. Windows.Naming([record.Id], default)];
        var sweep = new WindowSweep(Windows, new DocumentReader(new StoreIndex(_client.Value, _name, refreshAfter: true)), SignatureOptions.Default);
        Leave(record, TimeSpan.Zero);

        sweep.Remove(seen, default);

        Assert.Single(WindowIds);
        sweep.Remove([.. Windows.Naming([record.Id], default)], default);
        Assert.Empty(WindowIds);
    }

    [SkippableFact]
    public void Records_come_without_their_windows_unless_these_are_wanted()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        store.Add([Draft("/a.jpg", 1, 11)]);

        Assert.Empty(store.Get(new()).Single().Windows);
        Assert.Equal([new StoredWindow(1, TestRecords.Signature(11))], store.Get(new() { WithWindows = true }).Single().Windows);
    }

    [SkippableFact]
    public void Image_match_and_whoever_counts_see_pictures_only()
    {
        var python = new PythonIndex(TestEngine.Shared) { Name = _name };
        SignatureProfile compatible = SignatureProfile.Reference with { CropTolerance = CropTolerance.Light };
        using ElasticsearchStore store = ElasticsearchStore.Open(Options with { Compatible = true, Profile = _ => compatible });
        RecordDraft[] drafts = [.. Enumerable.Range(1, 3).Select(seed => Draft($"/{seed}.jpg", seed, seed + 10, compatible))];
        string[] ids = [.. store.Add(drafts).Select(outcome => outcome.Record!.Id)];

        Assert.Equal(3, store.Describe().Count);
        Assert.True(store.Describe().Bytes > IndexStatus.Bytes([new StoreIndex(_client.Value, _name, refreshAfter: false)], default));
        Assert.Equal(3, _client.Value.Send(HttpMethod.Get, $"{_name}/_count").Body.GetProperty("count").GetInt32());
        Assert.DoesNotContain(python.Search(TestRecords.Signature(11)), found => !ids.Contains(found.Key));
        Assert.Equal(TestRecords.Signature(2), python.Search(TestRecords.Near(2, 20))[ids[1]]);
        Assert.Equal(["/1.jpg"], Search(store, 11, exact: false));
    }

    private static RecordDraft Draft(string path, int seed, int windowSeed, SignatureProfile? profile = null) => TestRecords.Draft(path, seed) with
    {
        Signed = TestRecords.Signed(TestRecords.Signature(seed), profile ?? Light) with { Windows = [new(1, TestRecords.Signature(windowSeed))] },
    };

    private static IEnumerable<string> Search(ElasticsearchStore store, int seed, bool exact) =>
        PythonIndexTests.Search(store, TestRecords.Signature(seed), exact).Hits.Select(hit => hit.Record.Key.Path);

    /// <summary>Writes the window of a record and not the record, as one does who is ended in between.</summary>
    /// <returns>The id of the window.</returns>
    private string Leave(MatchRecord record, TimeSpan age)
    {
        MatchRecord window = WindowDocument.Of(record, Assert.Single(record.Windows)) with { Added = DateTimeOffset.UtcNow - age };
        BulkResult[] results = new BulkSender(Windows.Index, SignatureOptions.Default).Send([new BulkChange(window.Id, window, null) { Overwrites = true }], default);
        Assert.Equal(BulkFate.Done, Assert.Single(results).Fate);
        return window.Id;
    }
}
