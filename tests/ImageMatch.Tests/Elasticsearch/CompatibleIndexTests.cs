using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Sessions;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Indices of our own that the Python image_match can search and add to.</summary>
public sealed class CompatibleIndexTests
{
    [SkippableTheory]
    [InlineData(null)]
    [InlineData("image")]
    public void Image_match_searches_and_adds_where_we_do(string? documentType)
    {
        var python = new PythonIndex(TestEngine.Shared, documentType);
        using ElasticsearchStore store = ElasticsearchStore.Open(python.StoreOptions with { Compatible = true, DocumentType = documentType });
        Assert.Equal(SignatureProfile.Reference, store.Profile);
        string ours = store.Add([PythonIndexTests.Draft("/ours.jpg", 1).With("""{"things":"stuff!"}""")])[0].Record!.Id;
        string theirs = python.Add("/theirs.jpg", TestRecords.Signature(2), """{"things": "other stuff"}""");

        Assert.Equal(TestRecords.Signature(1), python.Search(TestRecords.Near(1, 20))[ours]);
        JsonElement record = python.Record(ours);
        Assert.Equal("/ours.jpg", record.GetProperty("path").GetString());
        Assert.Equal("stuff!", record.GetProperty("metadata").GetProperty("things").GetString());
        Assert.False(record.TryGetProperty("simple_word_0", out _));
        Assert.False(python.Source(ours).GetProperty("_source").TryGetProperty("codes", out _));

        foreach (bool exact in new[] { false, true })
        {
            Assert.Equal(ours, Assert.Single(PythonIndexTests.Search(store, TestRecords.Near(1, 20), exact).Hits).Record.Id);
            Assert.Equal(theirs, Assert.Single(PythonIndexTests.Search(store, TestRecords.Near(2, 20), exact).Hits).Record.Id);
        }

        string field = documentType is null ? "metadata.things" : $"{documentType}.metadata.things";
        JsonElement query = TestRecords.Json($$$"""{"match": {"{{{field}}}": "stuff!"}}""");
        Assert.Equal(["/ours.jpg", "/theirs.jpg"], store.Get(new() { EngineQuery = query }).Select(each => each.Key.Path));
        Assert.Equal([theirs], store.Get(new() { Filter = new Comparison(["Metadata", "things"], FilterOperator.Equal, TestRecords.Json("\"OTHER stuff\"")) }).Select(each => each.Id));
        Assert.Equal(AddChange.Updated, store.Add([PythonIndexTests.Draft("/theirs.jpg", 3) with { Key = new RecordKey("", "/theirs.jpg") }])[0].Change);
        Assert.Equal(TestRecords.Signature(3), python.Search(TestRecords.Signature(3))[theirs]);
    }

    [SkippableFact]
    public void An_index_without_words_is_not_taken_for_one_with_them()
    {
        ElasticsearchStoreOptions options = TestEngine.Shared.Options($"test-{Guid.NewGuid():N}");
        ElasticsearchStore.Open(options).Dispose();

        StoreException error = Assert.Throws<StoreException>(() => ElasticsearchStore.Open(options with { Compatible = true }));

        Assert.Equal(StoreError.StoreProfileMismatch, error.Error);
        Assert.Contains("-Compatible", error.Message, StringComparison.Ordinal);
        var bare = new PythonIndex(TestEngine.Shared);
        bare.Map("""{"title": {"type": "text"}}""");
        Assert.Equal(StoreError.StoreUnreadable, Assert.Throws<StoreException>(bare.Open).Error);
    }

    [SkippableFact]
    public void Image_match_records_are_copied_into_a_file_and_into_an_index_of_our_own_and_back()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("imagematch-");
        var python = new PythonIndex(TestEngine.Shared, "image");
        for (int seed = 0; seed < 25; seed++)
            python.Add($"/{seed % 20}.jpg", TestRecords.Signature(seed), $$"""{"seed": {{seed}}, "half": {{seed}}.5}""");
        python.Refresh();
        using (ElasticsearchStore source = python.Open())
        using (SqliteStore file = SqliteStore.Open(Path.Combine(folder.FullName, "copy.db"), new() { Create = true, Profile = _ => source.Profile }))
        using (ElasticsearchStore own = ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}") with { Profile = _ => source.Profile }))
        using (ElasticsearchStore back = ElasticsearchStore.Open(TestEngine.Shared.Options($"test-{Guid.NewGuid():N}") with { Compatible = true }))
        {
            foreach ((ISignatureStore from, ISignatureStore to) in new (ISignatureStore, ISignatureStore)[] { (source, file), (file, own), (own, back) })
            {
                Assert.All(new StoreCopy(from, to).Copy(), result => Assert.Equal(AddChange.Added, result.Outcome.Change));
                Assert.Empty(new StoreComparison(from, to).Compare());
            }

            Assert.Empty(new StoreComparison(source, back).Compare());
        }

        folder.Delete(recursive: true);
    }
}
