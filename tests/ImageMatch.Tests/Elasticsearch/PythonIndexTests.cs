using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Imaging;
using ImageMatch.Tests.Stores;
using NetVips;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Indices that the Python image_match made, used as they are.</summary>
public sealed class PythonIndexTests
{
    private const string LongWords = "";
    private const string IntegerWords = "integer";
    private const string KeywordWords = "keyword";

    private static readonly string LongPath = "/" + string.Concat(Enumerable.Repeat("a long way/", 40)) + "x.jpg";

    [SkippableTheory]
    [InlineData(null, LongWords, "path")]
    [InlineData("image", LongWords, "path")]
    [InlineData(null, IntegerWords, "url")]
    [InlineData("picture", KeywordWords, "url")]
    public void Pictures_are_found_and_read_without_being_signed_again(string? documentType, string words, string pathName)
    {
        var python = new PythonIndex(TestEngine.Shared, documentType) { PathName = pathName };
        if (words.Length > 0)
            python.Map($"{{{string.Join(", ", Enumerable.Range(0, 63).Select(i => $"\"simple_word_{i}\": {{\"type\": \"{words}\"}}"))}}}");
        string[] ids = [.. Enumerable.Range(0, 30).Select(seed => python.Add($"http://h/{seed:00}.jpg", TestRecords.Signature(seed), """{"tenant": "foo", "n": [1, 2], "half": 2.5}"""))];
        python.Refresh();

        using ElasticsearchStore store = python.Open();

        Assert.Equal(SignatureProfile.Reference, store.Profile);
        Assert.Equal("", store.Source);
        StoreDescription description = store.Describe();
        Assert.Equal(documentType is null ? "image_match (flat documents)" : $"image_match (documents below {documentType})", description.Layout);
        Assert.Equal((30, 0), (description.Count, description.SchemaVersion));

        MatchRecord[] records = [.. store.Get(new())];
        Assert.Equal(Enumerable.Range(0, 30).Select(seed => (ids[seed], $"http://h/{seed:00}.jpg")), records.Select(record => (record.Id, record.Key.Path)));
        Assert.All(records.Index(), pair => Assert.Equal(TestRecords.Signature(pair.Index), pair.Item.Signature));
        Assert.Equal(new DateTimeOffset(2016, 8, 10, 22, 9, 0, 843, TimeSpan.Zero), records[0].Added);
        Assert.True(JsonElement.DeepEquals(TestRecords.Json("""{"tenant": "foo", "n": [1, 2], "half": 2.5}"""), records[0].Metadata!.Value));
        Assert.Null(records[0].Signer);
        Assert.Equal(new FileFacts(), records[0].Facts);
        foreach (bool exact in new[] { false, true })
        {
            SearchHit hit = Assert.Single(Search(store, TestRecords.Near(7, 20), exact).Hits);
            Assert.Equal((ids[7], SignatureDistance.Between(TestRecords.Near(7, 20), TestRecords.Signature(7))), (hit.Record.Id, hit.Distance));
        }

        Assert.Equal([ids[3]], store.Get(new() { Paths = ["http://h/03.jpg"] }).Select(record => record.Id));
        Assert.Equal([ids[3]], store.Get(new() { PathPatterns = ["*/03.*"] }).Select(record => record.Id));
        Assert.Equal(30, store.Get(new() { Filter = new Comparison(["Metadata", "tenant"], FilterOperator.Equal, TestRecords.Json("\"FOO\"")) }).Count());
        Assert.Empty(store.Get(new() { Filter = new Comparison(["Metadata", "tenant"], FilterOperator.Equal, TestRecords.Json("\"bar\"")) }));
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("image")]
    public void Adding_finds_the_path_and_keeps_the_shape(string? documentType)
    {
        var python = new PythonIndex(TestEngine.Shared, documentType);
        string[] paths = ["/a b/c.jpg", "/a b/C.jpg", "/A b c.jpg", @"C:\Scans\a.jpg", LongPath, LongPath.ToUpperInvariant()];
        string[] ids = [.. paths.Select((path, seed) => python.Add(path, TestRecords.Signature(seed), """{"k": "v"}""", ", \"license\": {\"by\": [1, 2]}"))];
        python.Refresh();
        using ElasticsearchStore store = python.Open();

        string[] asked = ["/a b/c.jpg", @"c:/scans/A.JPG", LongPath, "/new.jpg"];
        IReadOnlyList<AddOutcome> outcomes = store.Add([.. asked.Select((path, i) => Draft(path, 100 + i))]);

        Assert.Equal([AddChange.Updated, AddChange.Updated, AddChange.Updated, AddChange.Added], outcomes.Select(outcome => outcome.Change));
        Assert.Equal([ids[0], ids[3], ids[4]], outcomes.Take(3).Select(outcome => outcome.Record!.Id));
        Assert.Equal(paths.Length + 1, store.Describe().Count);
        Assert.All(store.Add([.. asked.Select((path, i) => Draft(path, 100 + i))]), outcome => Assert.Equal(AddChange.Unchanged, outcome.Change));

        JsonElement updated = python.Record(ids[0]);
        string[] names = ["path", "signature", "timestamp", "metadata", "license"];
        Assert.Equal(
            names.Concat(Enumerable.Range(0, 63).Select(i => $"simple_word_{i}")).Order(StringComparer.Ordinal),
            updated.EnumerateObject().Select(property => property.Name).Where(name => name != "imagematch").Order(StringComparer.Ordinal));
        Assert.Equal("2016-08-10T22:09:00.843000", updated.GetProperty("timestamp").GetString());
        Assert.Equal("v", updated.GetProperty("metadata").GetProperty("k").GetString());
        Assert.Equal("""{"by":[1,2]}""", updated.GetProperty("license").GetRawText().Replace(" ", "", StringComparison.Ordinal));

        // As image_match's code finds what is there now.
        Assert.Equal(TestRecords.Signature(100), python.Search(TestRecords.Signature(100))[ids[0]]);
        Assert.Equal(TestRecords.Signature(103), python.Search(TestRecords.Signature(103))[outcomes[3].Record!.Id]);
        Assert.Equal(paths[1], store.Get(new() { Ids = [ids[1]] }).Single().Key.Path);
    }

    [SkippableFact]
    public void Python_may_go_on_adding_beside_us()
    {
        var python = new PythonIndex(TestEngine.Shared);
        string first = python.Add("/first.jpg", TestRecords.Signature(1));
        using ElasticsearchStore store = python.Open();
        string ours = store.Add([Draft("/ours.jpg", 2)])[0].Record!.Id;
        Assert.Single(Search(store, TestRecords.Signature(2), exact: true).Hits);
        string second = python.Add("/second.jpg", TestRecords.Signature(3));
        python.Refresh();

        foreach ((int seed, string id) in new[] { (1, first), (2, ours), (3, second) })
        {
            foreach (bool exact in new[] { false, true })
                Assert.Equal(id, Assert.Single(Search(store, TestRecords.Near(seed, 20), exact).Hits).Record.Id);
        }

        Assert.Equal(["/first.jpg", "/ours.jpg", "/second.jpg"], store.Get(new()).Select(record => record.Key.Path));
        Assert.Equal([second], store.SetMetadata(Metadata(second, """{"a":1}""")).Ids);
        Assert.Equal("""{"a":1}""", store.Get(new() { Ids = [second] }).Single().Metadata?.GetRawText());
        Assert.Equal(1, python.Record(second).GetProperty("metadata").GetProperty("a").GetInt32());
        Assert.Equal([first], store.Remove([first]).Ids);
        Assert.Empty(Search(store, TestRecords.Signature(1), exact: true).Hits);
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("image")]
    public void Stored_crops_are_found_by_windows_of_the_picture_asked_for(string? documentType)
    {
        TestFiles.RequireShared();
        string[] photos = [.. Directory.GetFiles(Path.Combine(TestFiles.Shared, "images", "photos")).Order(StringComparer.Ordinal).Take(20)];
        var python = new PythonIndex(TestEngine.Shared, documentType);
        string[] ids = [.. photos.Select(photo => python.Add(photo, Signers.Reference.Sign(Crop(photo)).Signature))];
        python.Refresh();
        using ElasticsearchStore store = python.Open();

        Assert.InRange(Found(withWindows: false, exact: true), 0, 5);
        Assert.InRange(Found(withWindows: true, exact: true), 18, 20);
        Assert.InRange(Found(withWindows: true, exact: false), 18, 20);

        int Found(bool withWindows, bool exact) => photos.Zip(ids).Count(pair =>
        {
            SignedPicture asked = Signers.Reference.SignToAsk(ImageInput.FromFile(pair.First), allOrientations: false, withWindows);
            IReadOnlyList<SearchHit> hits = store.Search([new SearchQuery { Signatures = asked.ToAsk(allOrientations: false), Exact = exact }])[0].Hits;
            return hits.Any(hit => hit.Record.Id == pair.Second && (!withWindows || hit.Window is { Query: not null, Stored: null }));
        });

        static byte[] Crop(string path)
        {
            using Image picture = Image.NewFromFile(path);
            using Image crop = picture.Crop(picture.Width / 10, picture.Height / 10, picture.Width * 8 / 10, picture.Height * 8 / 10);
            return crop.PngsaveBuffer();
        }
    }

    [SkippableFact]
    public void Flat_and_nested_documents_may_share_an_index()
    {
        var nested = new PythonIndex(TestEngine.Shared, "image");
        string one = nested.Add("/nested.jpg", TestRecords.Signature(1));
        var earlier = new PythonIndex(TestEngine.Shared) { Name = nested.Name };
        string two = earlier.Add("/flat.jpg", TestRecords.Signature(2));
        nested.Refresh();

        using ElasticsearchStore store = ElasticsearchStore.Open(nested.StoreOptions);

        Assert.Equal("image_match (flat documents, documents below image)", store.Describe().Layout);
        Assert.Equal(one, Assert.Single(Search(store, TestRecords.Near(1, 20), exact: false).Hits).Record.Id);
        Assert.Equal(two, Assert.Single(Search(store, TestRecords.Near(2, 20), exact: true).Hits).Record.Id);
        string added = store.Add([Draft("/new.jpg", 3), Draft("/flat.jpg", 4)])[0].Record!.Id;
        Assert.Equal(TestRecords.Signature(3), nested.Search(TestRecords.Signature(3))[added]);
        Assert.Equal(TestRecords.Signature(4), earlier.Search(TestRecords.Signature(4))[two]);

        Assert.Equal(StoreError.StoreProfileMismatch, Assert.Throws<StoreException>(() => ElasticsearchStore.Open(nested.StoreOptions with { DocumentType = "other" })).Error);
    }

    [SkippableFact]
    public void Metadata_that_the_mapping_refuses_is_kept_apart()
    {
        var python = new PythonIndex(TestEngine.Shared);
        string id = python.Add("/a.jpg", TestRecords.Signature(1), """{"n": 1}""");
        python.Refresh();
        using ElasticsearchStore store = python.Open();

        ChangeAnswer answer = store.SetMetadata(Metadata(id, """{ "n": "text" }"""));

        Assert.Contains("cannot be searched", Assert.Single(answer.Warnings), StringComparison.Ordinal);
        Assert.Equal("""{ "n": "text" }""", store.Get(new()).Single().Metadata?.GetRawText());
        Assert.False(python.Record(id).TryGetProperty("metadata", out _));
        Assert.Single(Search(store, TestRecords.Signature(1), exact: false).Hits);
    }

    [SkippableFact]
    public void Options_of_image_match_are_told_by_its_documents()
    {
        SignatureOptions options = SignatureOptions.Default with { GridSize = 3, DiagonalNeighbors = false, WordLength = 5, WordCount = 7 };
        var signature = new Signature([.. Enumerable.Range(0, options.ValueCount).Select(i => (sbyte)(((i * i * 3) + (i / 4)) % 5 - 2))]);
        var python = new PythonIndex(TestEngine.Shared) { Options = options };
        python.Add("/a.jpg", signature);
        python.Refresh();

        using ElasticsearchStore store = python.Open();

        Assert.Equal(options, store.Profile.Options);
        Assert.Single(Search(store, signature, exact: false).Hits);
        Assert.Single(Search(store, signature, exact: true).Hits);
        ElasticsearchStoreOptions flattened = python.StoreOptions with { Profile = profile => profile with { Transparency = Transparency.Flatten } };
        Assert.Equal(StoreError.StoreProfileMismatch, Assert.Throws<StoreException>(() => ElasticsearchStore.Open(flattened)).Error);
    }

    [SkippableFact]
    public void Documents_without_a_readable_signature_are_passed_over()
    {
        var python = new PythonIndex(TestEngine.Shared);
        python.Add("/a.jpg", TestRecords.Signature(1));
        python.AddOther("""{"title": "no picture"}""");
        python.AddOther("""{"path": "/broken.jpg", "signature": [300, 1], "simple_word_0": 1, "timestamp": null, "metadata": null}""");
        python.Refresh();
        using ElasticsearchStore store = python.Open();

        Assert.Equal(3, store.Get(new()).Count());
        Assert.Equal(["/a.jpg"], Search(store, TestRecords.Signature(1), exact: true).Hits.Select(hit => hit.Record.Key.Path));
        Assert.Equal(["/a.jpg"], Search(store, TestRecords.Signature(1), exact: false).Hits.Select(hit => hit.Record.Key.Path));
    }

    [SkippableFact]
    public void Documents_that_somebody_broke_do_not_shut_an_index()
    {
        var python = new PythonIndex(TestEngine.Shared);
        python.AddOther("""{"path": "/broken.jpg", "signature": [300, 1], "simple_word_0": 1}""");
        python.AddOther($$"""{"path": "/other.jpg", "signature": [{{string.Join(", ", TestRecords.Signature(1).Values.ToArray())}}], "simple_word_0": 1}""");
        python.Add("/a.jpg", TestRecords.Signature(2));
        python.Add("/b.jpg", TestRecords.Signature(3));
        python.Refresh();

        using ElasticsearchStore store = python.Open();

        Assert.Equal(SignatureProfile.Reference, store.Profile);
        Assert.Equal(["/a.jpg"], Search(store, TestRecords.Signature(2), exact: false).Hits.Select(hit => hit.Record.Key.Path));
    }

    [SkippableFact]
    public void A_path_that_is_there_is_found_in_whichever_of_many_fields_it_is()
    {
        string name = $"python-{Guid.NewGuid():N}";
        PythonIndex[] types = [.. Enumerable.Range(0, 6).Select(i => new PythonIndex(TestEngine.Shared, $"type{i}") { Name = name })];
        string[] ids = [.. types.Select((type, i) => type.Add($"/{i}.jpg", TestRecords.Signature(i)))];
        types[0].Refresh();
        using ElasticsearchStore store = types[0].Open();

        // More paths than are asked for at once.
        IReadOnlyList<AddOutcome> outcomes = store.Add([.. Enumerable.Range(0, 150).Select(i => Draft($"/{i}.jpg", 100 + i))]);

        Assert.Equal(ids, outcomes.Take(6).Select(outcome => outcome.Record!.Id));
        Assert.Equal(150, store.Describe().Count);
    }

    internal static SearchAnswer Search(ISignatureStore store, Signature signature, bool exact) =>
        Assert.Single(store.Search([new SearchQuery { Signatures = [new(signature, Orientation.Unchanged)], Exact = exact }]));

    internal static RecordDraft Draft(string path, int seed) =>
        TestRecords.Draft(path, seed) with { Signed = TestRecords.Signed(TestRecords.Signature(seed), SignatureProfile.Reference) };

    private static Dictionary<string, JsonElement?> Metadata(string id, string json) => new() { [id] = TestRecords.Json(json) };
}
