using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The requests to one index. What this process wrote is made searchable before it searches, not after each write.</summary>
internal sealed class StoreIndex(RestClient client, string name, bool refreshAfter)
{
    /// <summary>What is yet to be made searchable, kept beyond the store that wrote it: a command that adds may be followed by one that searches.</summary>
    private static readonly ConcurrentDictionary<string, UnrefreshedWrites> Unrefreshed = new(StringComparer.Ordinal);

    private readonly UnrefreshedWrites _unrefreshed = Unrefreshed.GetOrAdd($"{client.Address}{name}", _ => new UnrefreshedWrites());

    private int _shardCount;

    public string Name => name;

    public RestClient Client => client;

    /// <summary>Where the fields of its documents are; that of an index of our own until the store is opened.</summary>
    public IndexLayout Layout { get; set; } = IndexLayout.Plain;

    /// <summary>What tells the index from one of the same name made later; null where it does not matter.</summary>
    public string? Id { get; set; }

    private string Path => Uri.EscapeDataString(name);

    /// <summary>Makes the index. One that is there stays: another came first, or the answer to our own request was lost.</summary>
    public void Create(JsonNode definition, CancellationToken cancellationToken)
    {
        try
        {
            client.Send(HttpMethod.Put, Path, JsonSerializer.SerializeToUtf8Bytes(definition), cancellationToken);
        }
        catch (RestException error) when (error.Type == "resource_already_exists_exception")
        {
            // As said.
        }
    }

    /// <summary>What the index is now.</summary>
    /// <exception cref="StoreException">Its name stands for several.</exception>
    public IndexState State(CancellationToken cancellationToken)
    {
        JsonProperty[] indices = [.. client.Send(HttpMethod.Get, $"{Path}?flat_settings=true", default, cancellationToken).Body.EnumerateObject()];
        if (indices.Length != 1)
        {
            throw new StoreException(
                StoreError.StoreUnreadable, $"{name} stands for {indices.Length} indices ({string.Join(", ", indices.Select(each => each.Name))}); name one of them.");
        }

        JsonElement settings = indices[0].Value.GetProperty("settings");
        return new IndexState(settings.GetProperty("index.uuid").GetString()!, indices[0].Value.GetProperty("mappings"), settings);
    }

    /// <summary>What the index is now; null where it is missing.</summary>
    public IndexState? Find(CancellationToken cancellationToken)
    {
        try
        {
            return State(cancellationToken);
        }
        catch (RestException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A search of which all shards answered.</summary>
    public JsonElement Search(JsonNode body, string parameters, CancellationToken cancellationToken) =>
        Answer(body, parameters, cancellationToken).GetProperty("hits").GetProperty("hits");

    /// <summary>What a search that aggregates makes of all shards.</summary>
    public JsonElement Aggregate(JsonNode body, string parameters, CancellationToken cancellationToken) =>
        Answer(body, parameters, cancellationToken).GetProperty("aggregations");

    public JsonElement Post(string call, JsonNode body, CancellationToken cancellationToken) =>
        client.Send(HttpMethod.Post, $"{Path}/{call}", JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken).Body;

    public void Put(string call, JsonNode body, CancellationToken cancellationToken) =>
        client.Send(HttpMethod.Put, $"{Path}/{call}", JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken);

    public JsonElement Get(string call, CancellationToken cancellationToken) => client.Send(HttpMethod.Get, $"{Path}/{call}", default, cancellationToken).Body;

    public JsonElement MultiSearch(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        client.SendLines($"{Path}/_msearch", lines, cancellationToken).Body.GetProperty("responses");

    /// <summary>Sends changes, the documents of which may have ids that are not their keys' own.</summary>
    /// <exception cref="StoreException">The index was removed, or made anew, since the store was opened.</exception>
    public JsonElement Bulk(ReadOnlyMemory<byte> lines, bool hasOtherIds, CancellationToken cancellationToken)
    {
        CheckPresent(cancellationToken);
        try
        {
            // The engine is to give up a missing shard before the request is given up, for its answer tells the documents apart.
            string parameters = string.Create(CultureInfo.InvariantCulture, $"timeout={client.Timeout.TotalMilliseconds / 2:0}ms&filter_path=items.*.status,items.*.error");
            return client.SendLines($"{Path}/_bulk?{parameters}{(refreshAfter ? "&refresh=true" : "")}", lines, cancellationToken).Body.GetProperty("items");
        }
        finally
        {
            // Also where the answer was lost: the changes may have arrived.
            _unrefreshed.HasAny |= !refreshAfter;
            _unrefreshed.HasOtherIds |= hasOtherIds && !refreshAfter;
        }
    }

    /// <summary>Makes what this process wrote searchable.</summary>
    public void RefreshOwn(CancellationToken cancellationToken)
    {
        // Who finds nothing to refresh must not be ahead of one who is at it.
        lock (_unrefreshed.Gate)
        {
            if (_unrefreshed.HasAny)
                Refresh(cancellationToken);
        }
    }

    /// <summary>Makes records searchable that this process wrote and that are found by a search alone.</summary>
    public void RefreshOwnKeyed(CancellationToken cancellationToken)
    {
        lock (_unrefreshed.Gate)
        {
            if (_unrefreshed.HasOtherIds)
                Refresh(cancellationToken);
        }
    }

    /// <summary>Makes what anybody wrote searchable.</summary>
    public void Refresh(CancellationToken cancellationToken)
    {
        (bool hadAny, bool hadOtherIds) = (_unrefreshed.HasAny, _unrefreshed.HasOtherIds);
        // Before the request, for what is written meanwhile may come too late for it.
        _unrefreshed.HasAny = false;
        _unrefreshed.HasOtherIds = false;
        try
        {
            EngineErrors.CheckShards(client.Send(HttpMethod.Post, $"{Path}/_refresh", default, cancellationToken).Body);
        }
        catch
        {
            _unrefreshed.HasAny |= hadAny;
            _unrefreshed.HasOtherIds |= hadOtherIds;
            throw;
        }
    }

    /// <summary>Makes what anybody wrote safe on the disk.</summary>
    public void Flush(CancellationToken cancellationToken) =>
        EngineErrors.CheckShards(client.Send(HttpMethod.Post, $"{Path}/_flush", default, cancellationToken).Body);

    /// <summary>How many documents there are, or how many a query finds.</summary>
    public long Count(JsonNode? query, CancellationToken cancellationToken)
    {
        JsonElement answer = query is null ? Get("_count", cancellationToken) : Post("_count", new JsonObject { ["query"] = query.DeepClone() }, cancellationToken);
        EngineErrors.CheckShards(answer);
        return answer.GetProperty("count").GetInt64();
    }

    /// <summary>Makes room in an index of image_match for what image_match does not know, before the first document of ours.</summary>
    public void PrepareWriting(CancellationToken cancellationToken)
    {
        if (Layout.HasPacked)
            return;
        Put("_mapping", IndexMapping.OwnObject(), cancellationToken);
        Layout = Layout with { HasPacked = true };
    }

    /// <summary>How many primary shards the index has, which never changes.</summary>
    public int ShardCount(CancellationToken cancellationToken)
    {
        if (_shardCount == 0)
            _shardCount = State(cancellationToken).ShardCount;
        return _shardCount;
    }

    /// <summary>How far each shard has come.</summary>
    /// <exception cref="StoreException">A shard has no node at present.</exception>
    public ShardPositions Positions(CancellationToken cancellationToken)
    {
        const string Wanted = "indices.*.uuid,indices.*.shards.*.routing.primary,indices.*.shards.*.seq_no,indices.*.shards.*.commit.user_data.history_uuid";
        JsonElement index = Get($"_stats/docs?level=shards&filter_path={Wanted}", cancellationToken).TryGetProperty("indices", out JsonElement indices)
            ? indices.EnumerateObject().Single().Value
            : throw Unassigned(0);
        JsonElement[] shards = [.. Enumerable.Range(0, ShardCount(cancellationToken)).Select(shard => Primary(index.GetProperty("shards"), shard))];
        return ShardPositions.Of(
            index.GetProperty("uuid").GetString()!,
            shards.Select(shard => shard.GetProperty("commit").GetProperty("user_data").GetProperty("history_uuid").GetString()!),
            [
                .. shards.Select(shard => shard.GetProperty("seq_no"))
                    .Select(numbers => new ShardPosition(numbers.GetProperty("global_checkpoint").GetInt64(), numbers.GetProperty("max_seq_no").GetInt64())),
            ]);
    }

    /// <summary>A write to an index that is not there would make one, with whatever mapping.</summary>
    private void CheckPresent(CancellationToken cancellationToken)
    {
        string id = Get("_settings/index.uuid?flat_settings=true", cancellationToken).EnumerateObject().Single().Value.GetProperty("settings").GetProperty("index.uuid").GetString()!;
        if (Id is not null && Id != id)
            throw new StoreException(StoreError.StoreNotFound, $"The index {name} was removed while it was in use, and is another one now. Run the command again to use that one.");
    }

    private JsonElement Answer(JsonNode body, string parameters, CancellationToken cancellationToken)
    {
        JsonElement answer = Post($"_search?allow_partial_search_results=false{parameters}", body, cancellationToken);
        EngineErrors.CheckWhole(answer);
        return answer;
    }

    private JsonElement Primary(JsonElement shards, int shard)
    {
        JsonElement primary = shards.TryGetProperty(shard.ToString(CultureInfo.InvariantCulture), out JsonElement copies)
            ? copies.EnumerateArray().FirstOrDefault(copy => copy.GetProperty("routing").GetProperty("primary").GetBoolean() && copy.TryGetProperty("seq_no", out _))
            : default;
        return primary.ValueKind == JsonValueKind.Undefined ? throw Unassigned(shard) : primary;
    }

    private StoreException Unassigned(int shard) => new(
        StoreError.StoreUnreachable, $"The shard {shard} of the index {name} is on no node at present. Try again when the cluster is green.");

    private sealed class UnrefreshedWrites
    {
        private volatile bool _hasAny;
        private volatile bool _hasOtherIds;

        public Lock Gate { get; } = new();

        public bool HasAny
        {
            get => _hasAny;
            set => _hasAny = value;
        }

        public bool HasOtherIds
        {
            get => _hasOtherIds;
            set => _hasOtherIds = value;
        }
    }
}
