using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Settings set aside for a load come back, whoever ends it.</summary>
public sealed class FastLoadTests : IDisposable
{
    private static readonly (string, string)[] Fast =
        [("index.number_of_replicas", "0"), ("index.refresh_interval", "-1"), ("index.translog.durability", "async")];

    private readonly string _index = $"test-{Guid.NewGuid():N}";
    private readonly HttpClient _http = new();

    private ElasticsearchStoreOptions Options => TestEngine.Shared.Options(_index) with { RefreshAfter = false };

    public void Dispose() => _http.Dispose();

    [SkippableFact]
    public void A_load_changes_the_settings_and_gives_them_back_with_everything_to_be_found()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        Set("""{"index.refresh_interval": "17s", "index.number_of_replicas": 2}""");
        (string, string)[] before = Settings();

        using (FastLoad load = FastLoad.Begin(Options))
        {
            Assert.Equal(Fast, Settings());
            store.Add([TestRecords.Draft("/a.jpg", 1)]);
            load.End();
        }

        Assert.Equal(before, Settings());
        Assert.Equal([("index.number_of_replicas", "2"), ("index.refresh_interval", "17s")], before);
        Assert.Equal(1, Read("_count").GetProperty("count").GetInt64());
        Assert.DoesNotContain("imagematch_load", Read("_mapping").GetRawText(), StringComparison.Ordinal);
        // What else the index says of itself is as it was.
        using ElasticsearchStore again = ElasticsearchStore.Open(Options with { Create = false });
        Assert.Equal(store.Profile, again.Profile);
    }

    [SkippableFact]
    public void The_next_connection_gives_back_what_a_killed_process_set_aside()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        (string, string)[] before = Settings();
        using Process worker = StoreWorker.Start("load", _index, TestEngine.Shared.Uris[0].ToString());
        Assert.Equal("begun", worker.StandardOutput.ReadLine());
        Assert.Equal(Fast, Settings());

        // As long as it lives the settings are its own.
        ElasticsearchStore.Open(Options).Dispose();
        FastLoad.Begin(Options).Dispose();
        Assert.Equal(Fast, Settings());

        worker.Kill();
        worker.WaitForExit();
        ElasticsearchStore.Open(Options).Dispose();
        Assert.Equal(before, Settings());
    }

    [SkippableFact]
    public void A_load_of_another_machine_counts_as_dead_when_it_has_said_nothing_for_long()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        (string, string)[] before = Settings();
        using FastLoad load = FastLoad.Begin(Options);
        string mapping = Read("_mapping").GetProperty(_index).GetProperty("mappings").GetProperty("_meta").GetRawText();

        WriteMeta(mapping.Replace(Environment.MachineName, "elsewhere", StringComparison.Ordinal));
        ElasticsearchStore.Open(Options).Dispose();
        Assert.Equal(Fast, Settings());

        string until = JsonElement.Parse(mapping).GetProperty("imagematch_load").GetProperty("Holder").GetProperty("Until").GetString()!;
        WriteMeta(mapping.Replace(until, "2020-01-01T00:00:00+00:00", StringComparison.Ordinal));
        ElasticsearchStore.Open(Options).Dispose();
        Assert.Equal(before, Settings());
    }

    [SkippableFact]
    public void A_load_that_follows_an_abandoned_one_gives_back_what_was_set_before_both()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(Options);
        Set("""{"index.refresh_interval": "17s", "index.number_of_replicas": 2}""");
        (string, string)[] before = Settings();
        using FastLoad abandoned = FastLoad.Begin(Options);
        string mapping = Read("_mapping").GetProperty(_index).GetProperty("mappings").GetProperty("_meta").GetRawText();
        string until = JsonElement.Parse(mapping).GetProperty("imagematch_load").GetProperty("Holder").GetProperty("Until").GetString()!;
        WriteMeta(mapping.Replace(until, "2020-01-01T00:00:00+00:00", StringComparison.Ordinal));

        using (FastLoad load = FastLoad.Begin(Options))
        {
            Assert.Equal(Fast, Settings());
            load.End();
        }

        Assert.Equal(before, Settings());
    }

    [SkippableFact]
    public void The_index_of_windows_is_set_up_and_given_back_too()
    {
        ElasticsearchStoreOptions options = Options with { Profile = profile => profile with { CropTolerance = CropTolerance.Light } };
        using ElasticsearchStore store = ElasticsearchStore.Open(options);
        string windows = $"{_index}-windows";
        (string, string)[] before = Settings(windows);

        using (FastLoad load = FastLoad.Begin(options))
        {
            Assert.Equal(Fast, Settings());
            Assert.Equal(Fast, Settings(windows));
            load.End();
        }

        Assert.Equal(before, Settings(windows));
        using Process worker = StoreWorker.Start("load", _index, TestEngine.Shared.Uris[0].ToString());
        Assert.Equal("begun", worker.StandardOutput.ReadLine());
        Assert.Equal(Fast, Settings(windows));
        worker.Kill();
        worker.WaitForExit();
        ElasticsearchStore.Open(options).Dispose();
        Assert.Equal(before, Settings(windows));
    }

    [SkippableFact]
    public void An_index_that_is_not_there_cannot_be_set_up()
    {
        StoreException error = Assert.Throws<StoreException>(() => FastLoad.Begin(Options));

        Assert.Equal(StoreError.StoreNotFound, error.Error);
    }

    /// <summary>The settings that a load changes, without those that are the engine's default.</summary>
    private (string Name, string Value)[] Settings(string? index = null)
    {
        JsonElement settings = Read("_settings?flat_settings=true", index).GetProperty(index ?? _index).GetProperty("settings");
        return [.. Fast.Where(each => settings.TryGetProperty(each.Item1, out _)).Select(each => (each.Item1, settings.GetProperty(each.Item1).GetString()!))];
    }

    private void WriteMeta(string meta) => Put("_mapping", $$"""{"_meta": {{meta}} }""");

    private void Set(string settings) => Put("_settings", settings);

    private void Put(string call, string json)
    {
        using HttpResponseMessage answer = _http.PutAsJsonAsync($"{TestEngine.Shared.Uris[0]}{_index}/{call}", JsonElement.Parse(json)).GetAwaiter().GetResult();
        answer.EnsureSuccessStatusCode();
    }

    private JsonElement Read(string call, string? index = null) =>
        _http.GetFromJsonAsync<JsonElement>($"{TestEngine.Shared.Uris[0]}{index ?? _index}/{call}").GetAwaiter().GetResult();
}
