using ImageMatch.Sessions;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>What every store with windows keeps to. Each test has a store of its own.</summary>
public abstract partial class CropToleranceContract : IDisposable
{
    private static readonly SignatureProfile Light = SignatureProfile.Default with { CropTolerance = CropTolerance.Light };

    private readonly List<ISignatureStore> _opened = [];
    private ISignatureStore? _store;

    private protected ISignatureStore Store => _store ??= Open();

    /// <summary>Opens the store of the test, making it with a profile if it is not there.</summary>
    protected abstract ISignatureStore OpenStore(SignatureProfile profile, string name);

    public virtual void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public void A_record_is_found_through_a_window_and_says_through_which()
    {
        Store.Add([Draft("/a.jpg", 1, (2, TestRecords.Signature(12)), (3, TestRecords.Signature(13))), Draft("/b.jpg", 2)]);

        SearchHit hit = Assert.Single(Search(Asked(TestRecords.Near(13, 5))));

        Assert.Equal("/a.jpg", hit.Record.Key.Path);
        Assert.Equal(TestRecords.Signature(1), hit.Record.Signature);
        Assert.Equal(new MatchedWindows(null, WindowSets.Light.Stored[2]), hit.Window);
        Assert.Equal(SignatureDistance.Between(TestRecords.Signature(13), TestRecords.Near(13, 5)), hit.Distance);
        Assert.Equal(SignatureWords.Score(TestRecords.Signature(13), TestRecords.Near(13, 5), SignatureOptions.Default), hit.Score);
    }

    [SkippableFact]
    public void A_window_of_the_picture_asked_for_finds_whole_pictures_and_windows()
    {
        var window = new PictureWindow(0, 80, 0, 100);
        Store.Add([Draft("/whole.jpg", 1, (1, TestRecords.Signature(11))), Draft("/window.jpg", 2, (1, TestRecords.Near(1, 9)))]);

        IReadOnlyList<SearchHit> hits = Search(new SearchQuery
        {
            Signatures = [new(TestRecords.Signature(3), Orientation.Unchanged), new(TestRecords.Signature(1), Orientation.Unchanged, window)],
        });

        Assert.Equal(["/whole.jpg", "/window.jpg"], hits.Select(hit => hit.Record.Key.Path));
        Assert.Equal(new MatchedWindows(window, null), hits[0].Window);
        Assert.Equal($"query 0-80/0-100, stored {WindowSets.Light.Stored[0]}", hits[1].Window?.ToString());
    }

    [SkippableFact]
    public void Windows_have_a_stricter_cut_off_than_whole_pictures()
    {
        (Signature near, double distance) = Enumerable.Range(0, 250)
            .Select(changes => (TestRecords.Near(1, changes), SignatureDistance.Between(TestRecords.Signature(1), TestRecords.Near(1, changes))))
            .First(each => each.Item2 > WindowSets.Light.Cutoff + 0.005);
        Assert.True(distance < SearchQuery.DefaultDistanceCutoff);
        Store.Add([Draft("/whole.jpg", near), Draft("/window.jpg", 2, (1, near))]);

        SearchHit hit = Assert.Single(Search(Asked(TestRecords.Signature(1))));

        Assert.Equal("/whole.jpg", hit.Record.Key.Path);
        Assert.Null(hit.Window);
    }

    [SkippableFact]
    public void Records_are_counted_and_chosen_not_windows()
    {
        Store.Add(
        [
            Draft("/a.jpg", TestRecords.Near(1, 8), (1, TestRecords.Near(1, 2)), (2, TestRecords.Near(1, 3)), (3, TestRecords.Near(1, 4))),
            Draft("/b.jpg", TestRecords.Near(1, 5), (1, TestRecords.Near(1, 6)), (2, TestRecords.Near(1, 9))),
        ]);

        Assert.Equal(2, Store.Describe().Count);
        Assert.Equal(2, Store.Get(new()).Count());
        IReadOnlyList<SearchHit> hits = Search(Asked(TestRecords.Signature(1)) with { First = 2 });
        Assert.Equal(["/a.jpg", "/b.jpg"], hits.Select(hit => hit.Record.Key.Path));
        Assert.Equal(WindowSets.Light.Stored[0], hits[0].Window?.Stored);
        Assert.Null(hits[1].Window);
    }

    [SkippableFact]
    public void Windows_change_and_go_with_their_record_for_others_too()
    {
        ISignatureStore other = Open();
        Assert.Empty(Search(Asked(TestRecords.Signature(11))));

        string id = Assert.Single(other.Add([Draft("/a.jpg", 1, (1, TestRecords.Signature(11)), (2, TestRecords.Signature(12)))])).Record!.Id;
        Assert.Single(Search(Asked(TestRecords.Signature(11))));

        Assert.Equal(AddChange.Updated, Assert.Single(other.Add([Draft("/a.jpg", 2, (2, TestRecords.Signature(13)))])).Change);
        Assert.Empty(Search(Asked(TestRecords.Signature(11))));
        Assert.Empty(Search(Asked(TestRecords.Signature(12))));
        Assert.Single(Search(Asked(TestRecords.Signature(13))));

        other.SetMetadata(new Dictionary<string, System.Text.Json.JsonElement?> { [id] = TestRecords.Json("{}") });
        Assert.Single(Search(Asked(TestRecords.Signature(13))));

        other.Remove([id]);
        Assert.Empty(Search(Asked(TestRecords.Signature(13))));
        Assert.Equal(0, Store.Describe().Count);
    }

    [SkippableFact]
    public void Windows_that_changed_alone_are_stored()
    {
        RecordDraft before = Draft("/a.jpg", 1, (1, TestRecords.Signature(11)), (2, TestRecords.Signature(12)), (3, TestRecords.Signature(13)));
        RecordDraft after = Draft("/a.jpg", 1, (1, TestRecords.Signature(11)), (2, TestRecords.Signature(22)));
        Store.Add([before, Draft("/b.jpg", 2, (1, TestRecords.Signature(31)))]);
        Assert.Equal(AddChange.Unchanged, Assert.Single(Store.Add([before])).Change);

        Assert.Equal(AddChange.Updated, Assert.Single(Store.Add([after])).Change);

        Assert.Equal(after.Signed!.Windows, Store.Get(new() { Paths = ["/a.jpg"], WithWindows = true }).Single().Windows);
        Assert.All([11, 22], seed => Assert.Single(Search(Asked(TestRecords.Signature(seed)))));
        Assert.All([12, 13], seed => Assert.Empty(Search(Asked(TestRecords.Signature(seed)))));
        Assert.Equal(AddChange.Unchanged, Assert.Single(Store.Add([after])).Change);
        Assert.Single(Search(Asked(TestRecords.Signature(31))));
    }

    [SkippableFact]
    public void A_copy_of_the_store_has_the_windows_too()
    {
        Store.Add([.. Enumerable.Range(1, 5).Select(i => Draft($"/{i}.jpg", i, (1, TestRecords.Signature(i + 10)), (5, TestRecords.Signature(i + 20))))]);
        ISignatureStore copy = Track(OpenStore(Light, "copy"));

        Assert.All(new StoreCopy(Store, copy).Copy(), result => Assert.Equal(AddChange.Added, result.Outcome.Change));

        Assert.Equal("/4.jpg", Assert.Single(Assert.Single(copy.Search([Asked(TestRecords.Signature(24))])).Hits).Record.Key.Path);
        Assert.Empty(new StoreComparison(Store, copy).Compare());
    }

    [SkippableFact]
    public void A_record_without_the_windows_it_should_have_is_refused()
    {
        AddOutcome outcome = Assert.Single(Store.Add([TestRecords.Draft("/a.jpg", 1) with { Signed = TestRecords.Signed(TestRecords.Signature(1), Light) }]));

        Assert.Equal(StoreError.RecordRefused, outcome.Error?.Error);
    }

    private protected static RecordDraft Draft(string path, int seed, params (int Number, Signature Signature)[] windows) => Draft(path, TestRecords.Signature(seed), windows);

    private protected static RecordDraft Draft(string path, Signature signature, params (int Number, Signature Signature)[] windows) => TestRecords.Draft(path, signature) with
    {
        Signed = TestRecords.Signed(signature, Light) with { Windows = [.. windows.Select(window => new StoredWindow(window.Number, window.Signature))] },
    };

    private protected static SearchQuery Asked(Signature signature) => new() { Signatures = [new OrientedSignature(signature, Orientation.Unchanged)] };

    private protected IReadOnlyList<SearchHit> Search(SearchQuery query) => Assert.Single(Store.Search([query])).Hits;

    private protected ISignatureStore Open() => Track(OpenStore(Light, "images"));

    private ISignatureStore Track(ISignatureStore store)
    {
        _opened.Add(store);
        return store;
    }
}
