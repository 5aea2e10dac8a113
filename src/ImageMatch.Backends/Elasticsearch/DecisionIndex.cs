using System.Buffers;
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
        // Of two about the same the later counts, whichever were to arrive first.
        MatchDecision[] kept = [.. decisions.Select(decision => decision.Checked()).GroupBy(decision => decision.Key).Select(same => same.Last())];
        // A write would make the index too, with whatever mapping.
        if (kept.Length > 0 && !Exists(cancellationToken))
            EngineErrors.Translate(_index.Name, () => _index.Create(Definition, cancellationToken));
        Send(
            Array.ConvertAll(kept, decision => new JsonNode[]
            {
                new JsonObject { ["index"] = new JsonObject { ["_id"] = decision.Key } },
                new JsonObject { ["key"] = decision.Key, ["line"] = DecisionLines.Write(decision) },
            }),
            cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Remove(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        if (keys.Count == 0 || !Exists(cancellationToken))
            return [];

        string[] asked = [.. keys.Distinct()];
        BulkItem[] items = Send(Array.ConvertAll(asked, key => new JsonNode[] { new JsonObject { ["delete"] = new JsonObject { ["_id"] = key } } }), cancellationToken);
        return [.. asked.Where((_, i) => items[i].Status < 300)];
    }

    private MatchDecision[] Read(CancellationToken cancellationToken) =>
    [
        .. SearchPages.Read(_index, [], ["key"], PageSize, "", cancellationToken).SelectMany(page => page.EnumerateArray())
            .Select(hit => DecisionLines.Read(hit.GetProperty("_source").GetProperty("line").GetString()!)),
    ];

    private bool Exists(CancellationToken cancellationToken) => Translate(() => _index.Find(cancellationToken) is not null);

    /// <summary>Sends changes.</summary>
    /// <param name="changes">Of each the action and, except for a removal, the document.</param>
    /// <returns>The answer to each.</returns>
    private BulkItem[] Send(JsonNode[][] changes, CancellationToken cancellationToken)
    {
        var items = new BulkItem[changes.Length];
        new BulkRequests(_index).Send(changes.Select((nodes, place) => new DecisionLine(place, nodes)), Take, cancellationToken);
        return Array.Find(items, item => item.Reason.Length > 0) is { } refused
            ? throw new StoreException(refused.Undelivered?.Error ?? StoreError.StoreUnreachable, $"A decision could not be kept in {_index.Name}: {refused.Reason}")
            : items;

        DecisionLine? Take(DecisionLine line, BulkItem item)
        {
            items[line.Place] = item;
            return null;
        }
    }

    private T Translate<T>(Func<T> requests) => EngineErrors.Translate(_index.Name, requests);

    private sealed record DecisionLine(int Place, JsonNode[] Nodes) : BulkLine(Place)
    {
        // Notes are of any length, but decisions are few.
        public override int Size => 500;

        public override void Write(IBufferWriter<byte> body)
        {
            foreach (JsonNode node in Nodes)
            {
                body.Write(JsonSerializer.SerializeToUtf8Bytes(node));
                body.Write("\n"u8);
            }
        }
    }
}
