using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The ledger as an index beside that of the pictures, so that it stays when that one is made anew. The first decision makes it.</summary>
internal sealed class DecisionIndex(RestClient client, string storeName) : IDecisionLedger
{
    /// <summary>Follows the name of the store's index.</summary>
    public const string Suffix = "-decisions";

    private const int PageSize = 1000;

    private static readonly JsonNode Definition = JsonNode.Parse(
        """
        {
          "settings": {"number_of_shards": 1},
          "mappings": {
            "dynamic": false,
            "properties": {"key": {"type": "keyword"} }
          }
        }
        """)!;

    private readonly StoreIndex _index = new(client, storeName + Suffix, refreshAfter: true);

    /// <inheritdoc/>
    public IReadOnlyList<MatchDecision> Get(CancellationToken cancellationToken = default) => Exists(cancellationToken)
        ? Translate(() => Read(cancellationToken))
        : [];

    /// <inheritdoc/>
    public void Set(IReadOnlyList<MatchDecision> decisions, CancellationToken cancellationToken = default)
    {
        MatchDecision[] kept = [.. decisions.Select(decision => decision.Checked())];
        // A write would make the index too, with whatever mapping.
        if (kept.Length > 0 && !Exists(cancellationToken))
            Create(cancellationToken);
        foreach (MatchDecision[] some in kept.Chunk(PageSize))
        {
            Send(
                some.SelectMany(decision => new JsonNode[]
                {
                    new JsonObject { ["index"] = new JsonObject { ["_id"] = decision.Key } },
                    new JsonObject { ["key"] = decision.Key, ["line"] = DecisionLines.Write(decision) },
                }),
                cancellationToken);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Remove(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        var removed = new List<string>();
        if (keys.Count == 0 || !Exists(cancellationToken))
            return removed;

        foreach (string[] some in keys.Distinct().Chunk(PageSize))
        {
            JsonElement[] items = Send(some.Select(key => new JsonObject { ["delete"] = new JsonObject { ["_id"] = key } }), cancellationToken);
            removed.AddRange(some.Where((_, i) => items[i].GetProperty("status").GetInt32() < 300));
        }

        return removed;
    }

    private MatchDecision[] Read(CancellationToken cancellationToken) =>
    [
        .. SearchPages.Read(_index, [], ["key"], PageSize, "", cancellationToken).SelectMany(page => page.EnumerateArray())
            .Select(hit => DecisionLines.Read(hit.GetProperty("_source").GetProperty("line").GetString()!)),
    ];

    private bool Exists(CancellationToken cancellationToken) => Translate(() =>
    {
        try
        {
            _index.Count(null, cancellationToken);
            return true;
        }
        catch (RestException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    });

    private void Create(CancellationToken cancellationToken) => Translate(() =>
    {
        try
        {
            return client.Send(HttpMethod.Put, Uri.EscapeDataString(_index.Name), JsonSerializer.SerializeToUtf8Bytes(Definition), cancellationToken).Body;
        }
        catch (RestException error) when (error.Type == "resource_already_exists_exception")
        {
            // Another came first.
            return default;
        }
    });

    /// <summary>Sends changes.</summary>
    /// <returns>The answer to each.</returns>
    private JsonElement[] Send(IEnumerable<JsonNode> lines, CancellationToken cancellationToken) => Translate(() =>
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (JsonNode line in lines)
        {
            body.Write(JsonSerializer.SerializeToUtf8Bytes(line));
            body.Write("\n"u8);
        }

        JsonElement[] items =
        [
            .. _index.Bulk(body.WrittenMemory, hasOtherIds: false, cancellationToken).EnumerateArray().Select(item => item.EnumerateObject().First().Value),
        ];
        foreach (JsonElement item in items.Where(item => item.GetProperty("status").GetInt32() is >= 300 and not (int)HttpStatusCode.NotFound))
            throw new StoreException(StoreError.StoreUnreachable, $"A decision could not be kept in {_index.Name}: {RestError.Read(item).Reason}");
        return items;
    });

    private T Translate<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (RestException error)
        {
            throw EngineErrors.Translate(error, _index.Name);
        }
    }
}
