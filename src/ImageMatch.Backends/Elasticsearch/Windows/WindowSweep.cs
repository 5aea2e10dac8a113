using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Removes windows that belong to none of the records that they name, where their writer was broken off long ago.</summary>
internal sealed class WindowSweep(WindowIndex windows, DocumentReader records, SignatureOptions options)
{
    /// <summary>How many windows are looked at where none was noticed.</summary>
    private const int SweepSize = 1000;

    /// <summary>After this long nobody is about to write the record of a window any more.</summary>
    private static readonly TimeSpan Forsaken = TimeSpan.FromHours(1);

    private readonly BulkSender _bulk = new(windows.Index, options);
    private int _hasSwept;

    /// <summary>Removes windows, if nobody has written them since they were read. What stays, for whatever reason, belongs to no record, and is swept another time.</summary>
    public void Remove(IReadOnlyList<StoredDocument> orphans, CancellationToken cancellationToken) =>
        Try(() => _bulk.Send([.. orphans.Select(window => new BulkChange(window.Record.Id, null, window))], cancellationToken));

    /// <summary>Looks at windows chosen by chance, once in the life of this: whoever writes takes a turn.</summary>
    public void SweepOnce(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _hasSwept, 1) == 0)
            Try(() => RemoveOrphans(Chosen(cancellationToken), cancellationToken));
    }

    /// <summary>Looks at windows that a search came by.</summary>
    /// <param name="found">The windows.</param>
    /// <param name="present">The records found at the same time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Sweep(IReadOnlyList<StoredDocument> found, IReadOnlyList<MatchRecord> present, CancellationToken cancellationToken)
    {
        StoredDocument[] suspected = [.. Orphans(found, present)];
        if (suspected.Length > 0)
            Try(() => RemoveOrphans(suspected, cancellationToken));
    }

    /// <summary>Old windows of a shard from some place on.</summary>
    private StoredDocument[] Chosen(CancellationToken cancellationToken)
    {
        IReadOnlyList<ShardPosition> shards = windows.Index.Positions(cancellationToken).Shards;
        int shard = Random.Shared.Next(shards.Count);
        long first = Random.Shared.NextInt64(Math.Max(1, shards[shard].Last - SweepSize + 2));
        var body = new JsonObject
        {
            ["query"] = Queries.All([Queries.Range("_seq_no", "gte", first), Queries.Range("timestamp", "lt", RecordDocument.WriteTime(Limit))]),
        };
        RecordDocument.Ask(body, windows.Index.Layout);
        JsonElement page = SearchPages.Read(windows.Index, body, ["_seq_no"], SweepSize, ShardPages.Only(shard), cancellationToken).First();
        return [.. page.EnumerateArray().Select(hit => RecordDocument.Read(hit, windows.Index.Layout))];
    }

    /// <summary>Removes those that belong to no record as it is at this moment.</summary>
    private void RemoveOrphans(IReadOnlyList<StoredDocument> suspected, CancellationToken cancellationToken)
    {
        Dictionary<string, StoredDocument> current = records.Current(suspected.Select(window => WindowDocument.RecordOf(window.Record)), cancellationToken);
        Remove([.. Orphans(suspected, current.Values.Select(document => document.Record))], cancellationToken);
    }

    private static DateTimeOffset Limit => DateTimeOffset.UtcNow - Forsaken;

    private static IEnumerable<StoredDocument> Orphans(IEnumerable<StoredDocument> windows, IEnumerable<MatchRecord> present)
    {
        Dictionary<string, MatchRecord> byId = present.ToDictionary(record => record.Id, StringComparer.Ordinal);
        return windows.Where(window => window.Record.Added < Limit
            && !(byId.TryGetValue(WindowDocument.RecordOf(window.Record), out MatchRecord? record) && WindowDocument.IsOf(window.Record, record)));
    }

    /// <summary>Nobody's command fails for what can be done another time, or by one who may write.</summary>
    private static void Try(Action sweep)
    {
        try
        {
            sweep();
        }
        catch (Exception error) when (error is RestException or StoreException)
        {
            // They are passed over either way.
        }
    }
}
