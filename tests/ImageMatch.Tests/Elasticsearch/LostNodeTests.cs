using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Nodes that crash while much is added.</summary>
[Trait("Category", "Crash")]
public sealed class LostNodeTests
{
    private const int Records = 50_000;
    private const int BatchSize = 5000;
    private const int LostAfter = 2 * BatchSize;

    [SkippableFact]
    public void One_of_three_nodes_is_lost_while_records_are_added()
    {
        TestEngine.RequireEngine();
        using var engine = new TestEngine("--nodes", "3");
        using ElasticsearchStore store = ElasticsearchStore.Open(engine.Options("lost") with { RefreshAfter = false });

        Read(engine, "_cluster/health/lost?wait_for_status=green&timeout=60s");
        string node = Read(engine, "_cat/shards/lost?format=json").EnumerateArray().Single(shard => shard.GetProperty("prirep").GetString() == "p").GetProperty("node").GetString()!;

        AddOutcome[] outcomes = AddAll(store, () => engine.Kill(int.Parse(node["node-".Length..], CultureInfo.InvariantCulture)));

        AssertStored(store, outcomes);
    }

    [SkippableFact]
    public void The_only_node_is_lost_while_records_are_added_and_starts_again()
    {
        TestEngine.RequireEngine();
        using var engine = new TestEngine();
        ElasticsearchStoreOptions options = engine.Options("lost");
        // On a busy machine the engine takes minutes to start and to recover its shard.
        using ElasticsearchStore store = ElasticsearchStore.Open(
            options with { RefreshAfter = false, Cluster = options.Cluster with { WriteRetryTime = TimeSpan.FromMinutes(10) } });

        AddOutcome[] outcomes = AddAll(store, () =>
        {
            engine.Kill(0);
            engine.Start();
        });

        AssertStored(store, outcomes);
    }

    /// <summary>Adds all records, and has something happen in the middle of it.</summary>
    private static AddOutcome[] AddAll(ElasticsearchStore store, Action disaster)
    {
        var outcomes = new List<AddOutcome>();
        Task? happening = null;
        foreach (int[] seeds in Enumerable.Range(0, Records).Chunk(BatchSize))
        {
            outcomes.AddRange(store.Add([.. seeds.Select(seed => TestRecords.Draft($"/{seed}.jpg", seed))]));
            if (outcomes.Count >= LostAfter)
                happening ??= Task.Run(disaster);
        }

        happening!.GetAwaiter().GetResult();
        return [.. outcomes];
    }

    /// <summary>Every record was stored, and is there whole and exactly once.</summary>
    private static void AssertStored(ElasticsearchStore store, AddOutcome[] outcomes)
    {
        Assert.All(outcomes, outcome => Assert.Equal(AddChange.Added, outcome.Change));
        int[] seeds = [.. store.Get(new()).Select(record => int.Parse(record.Key.Path[1..^4], CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(0, Records), seeds.Order());
        Dictionary<string, Signature> signatures = store.Get(new() { Ids = [.. outcomes.Select(outcome => outcome.Record!.Id)] })
            .ToDictionary(record => record.Key.Path, record => record.Signature);
        Assert.All(outcomes, outcome => Assert.Equal(outcome.Record!.Signature, signatures[outcome.Record.Key.Path]));
    }

    private static JsonElement Read(TestEngine engine, string call)
    {
        using var http = new HttpClient();
        return http.GetFromJsonAsync<JsonElement>(new Uri(engine.Uris[0], call)).GetAwaiter().GetResult();
    }
}
