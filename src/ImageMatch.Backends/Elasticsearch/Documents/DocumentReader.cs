using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Reads records.</summary>
internal sealed class DocumentReader(StoreIndex index)
{
    /// <summary>Ids in a request, and hits of whole records in its answer.</summary>
    public const int MaxPageSize = 1000;

    private const int MaxAttempts = 5;

    /// <summary>Few enough that all can be asked for in one search: by their ids, or by their paths too, in every field that holds paths.</summary>
    private int KeysAtOnce => index.Layout.HasWords ? Math.Clamp(200 / Math.Max(1, index.Layout.Paths.Count), 1, 100) : MaxPageSize;

    /// <summary>How many records are read at once where there are many.</summary>
    public int PageSize { get; init; } = MaxPageSize;

    /// <summary>The body of a search for whole records.</summary>
    private JsonObject WholeRecords(JsonNode query)
    {
        var search = new JsonObject { ["query"] = query };
        RecordDocument.Ask(search, index.Layout);
        return search;
    }

    /// <summary>Records by id, as far as they can be found by a search now.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="engineQuery">What they must fit too; null for nothing.</param>
    public Dictionary<string, StoredDocument> ById(IEnumerable<string> ids, JsonElement? engineQuery, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, StoredDocument>(StringComparer.Ordinal);
        foreach (string[] some in ids.Chunk(MaxPageSize))
        {
            JsonObject body = WholeRecords(Queries.All([Queries.Ids(some), Queries.Of(engineQuery)]));
            body["size"] = some.Length;
            body["track_total_hits"] = false;
            foreach (JsonElement hit in index.Search(body, "", cancellationToken).EnumerateArray())
                found[hit.GetProperty("_id").GetString()!] = RecordDocument.Read(hit, index.Layout);
        }

        return found;
    }

    /// <summary>Records by id as they are at this moment, whether a search would find them yet or not.</summary>
    public Dictionary<string, StoredDocument> Current(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        Dictionary<string, long> present = ids.Distinct(StringComparer.Ordinal).Chunk(MaxPageSize)
            .SelectMany(some => index.Post("_mget?_source=false&filter_path=docs._id,docs.found,docs._seq_no,docs.error", new JsonObject { ["ids"] = Queries.Texts(some) }, cancellationToken).GetProperty("docs").EnumerateArray())
            .Where(IsFound)
            .ToDictionary(document => document.GetProperty("_id").GetString()!, document => document.GetProperty("_seq_no").GetInt64());

        Dictionary<string, StoredDocument> current = present.Count == 0 ? [] : ById(present.Keys, null, cancellationToken);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            string[] stale = [.. present.Where(pair => !(current.TryGetValue(pair.Key, out StoredDocument? document) && document.SequenceNumber >= pair.Value)).Select(pair => pair.Key)];
            if (stale.Length == 0)
                return current;

            index.Refresh(cancellationToken);
            Dictionary<string, StoredDocument> again = ById(stale, null, cancellationToken);
            foreach (string id in stale)
            {
                // Gone after a refresh is removed meanwhile.
                if (again.TryGetValue(id, out StoredDocument? document))
                    current[id] = document;
                else
                    present.Remove(id);
            }
        }

        throw new StoreException(StoreError.StoreBusy, $"The index {index.Name} changes faster than it can be read. Try again.");
    }

    /// <summary>Whether a document is there, which a shard that cannot tell must not be taken to deny.</summary>
    private bool IsFound(JsonElement document) => RestError.Read(document) switch
    {
        { Reason: "" } => document.GetProperty("found").GetBoolean(),
        { Type: "index_not_found_exception" } => throw EngineErrors.NotFound(index.Name, index.Client.Address),
        { Reason: var reason } => throw new StoreException(
            StoreError.StoreUnreachable, $"The index {index.Name} does not say which records it holds: {reason}. Try again when the cluster is green."),
    };

    /// <summary>The newest record of each key that has one.</summary>
    public Dictionary<RecordKey, StoredDocument> Newest(IEnumerable<RecordKey> keys, CancellationToken cancellationToken) => OfKeys(keys, cancellationToken)
        .GroupBy(document => document.Record.Key)
        .ToDictionary(group => group.Key, group => group.MaxBy(document => document.Record.Added)!);

    /// <summary>All records of keys, and those that have an id of one of them although they moved away.</summary>
    public IReadOnlyCollection<StoredDocument> OfKeys(IEnumerable<RecordKey> keys, CancellationToken cancellationToken)
    {
        RecordKey[] open = [.. keys.Distinct()];
        IEnumerable<string> own = open.Select(key => RecordDocument.IdOf(key));
        Dictionary<string, StoredDocument> found = Current(
            own.Concat(open.Chunk(KeysAtOnce).SelectMany(some => OthersOf(some, cancellationToken))), cancellationToken);

        for (int generation = 1; open.Length > 0; generation++)
        {
            // Where a record moved away, the next of the key has another id.
            open = Array.FindAll(open, key => found.TryGetValue(RecordDocument.IdOf(key, generation - 1), out StoredDocument? document) && document.Record.Key != key);
            foreach ((string id, StoredDocument document) in Current(open.Select(key => RecordDocument.IdOf(key, generation)), cancellationToken))
                found[id] = document;
        }

        return found.Values;
    }

    /// <summary>Records in the order of path, frame and age, page by page.</summary>
    public IEnumerable<StoredDocument> InOrder(JsonNode query, CancellationToken cancellationToken) =>
        OrderedHits.Read(index, () => WholeRecords(query.DeepClone()), PathOrder(), PageSize, cancellationToken).Select(hit => RecordDocument.Read(hit, index.Layout));

    /// <summary>By path, frame and age. Paths that are too long to be compared whole come last, and what lacks a frame or a time first.</summary>
    private JsonNode[] PathOrder() =>
    [
        .. index.Layout.Paths.Select(field => field.Exact).OfType<string>().Select(field => Order(field, "keyword", "_last")),
        Order(index.Layout.Own("frame"), "integer", -1),
        .. index.Layout.Times.Select(field => Order(field, "date", 0)),
    ];

    private static JsonObject Order(string field, string type, JsonNode missing) =>
        new() { [field] = new JsonObject { ["order"] = "asc", ["missing"] = missing, ["unmapped_type"] = type } };

    /// <summary>Ids of records of these keys whose id is not the key's own, and in image_match's indices of others with these paths.</summary>
    private IEnumerable<string> OthersOf(RecordKey[] keys, CancellationToken cancellationToken)
    {
        index.RefreshOwnKeyed(cancellationToken);
        JsonNode? byKey = index.Layout.IsOwn ? Queries.AnyTerm("key", keys.Select(key => RecordDocument.IdOf(key))) : null;
        JsonNode? byPath = index.Layout.HasWords ? PathQuery.Narrow([.. keys.Select(key => key.Path).Distinct()], null, index.Layout) ?? Queries.Everything : null;
        JsonNode query = Queries.Any([.. new[] { byKey, byPath }.OfType<JsonNode>()]);
        return OrderedHits.Read(index, () => new JsonObject { ["_source"] = false, ["query"] = query.DeepClone() }, [], PageSize, cancellationToken)
            .Select(hit => hit.GetProperty("_id").GetString()!);
    }
}
