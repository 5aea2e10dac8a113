using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;
using ImageMatch.Synchronization;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Locks folders by a document in an index beside that of the pictures, so that machines that share a store heed each other. It is renewed as long as the
/// process lives, and counts for nothing a few minutes later, on the same machine at once.
/// </summary>
/// <remarks>One document lists all leases of a store and is written only over the version that was read, so that of two who come at once one sees the other.</remarks>
public sealed class SyncLease : FolderLock
{
    /// <summary>Follows the name of the store's index.</summary>
    public const string Suffix = "-syncs";

    private const string Document = "_doc/leases";

    private static readonly JsonNode Definition = JsonNode.Parse("""{"settings": {"number_of_shards": 1}, "mappings": {"dynamic": false} }""")!;

    private readonly Lock _gate = new();
    private readonly RestClient _client;
    private readonly StoreIndex _index;
    private readonly string _source;
    private readonly CancellationToken _cancellationToken;
    private readonly Timer _renewal;
    private Lease _holder = Lease.Take();

    private SyncLease(ElasticsearchStoreOptions options, string source, CancellationToken cancellationToken)
    {
        _client = new RestClient(options.Cluster);
        _index = new StoreIndex(_client, options.Index + Suffix, refreshAfter: false);
        _source = source;
        _cancellationToken = cancellationToken;
        _renewal = new Timer(_ => Renew());
    }

    /// <summary>Takes the locks of folders.</summary>
    /// <param name="options">The store.</param>
    /// <param name="source">The store's source of local paths: machines of different sources may sync folders of one name.</param>
    /// <param name="folders">The absolute paths of the folders to be synced. One may lie in another.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The cluster does not answer, or this user may not make or write the index of leases.</exception>
    public static SyncLease Acquire(ElasticsearchStoreOptions options, string source, IReadOnlyList<string> folders, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var taken = new SyncLease(options, source, cancellationToken);
        try
        {
            taken.Take(folders);
            taken._renewal.Change(Lease.RenewalInterval, Lease.RenewalInterval);
            return taken;
        }
        catch (Exception error)
        {
            taken.Dispose();
            if (error is RestException refused)
                throw EngineErrors.Translate(refused, taken._index.Name);
            throw;
        }
    }

    /// <summary>Gives the folders back; where that fails, the lease runs out.</summary>
    public override void Dispose()
    {
        lock (_gate)
        {
            _renewal.Dispose();
            try
            {
                if (Folders.Count > 0)
                    Change(leases => [.. leases.Where(lease => !IsOwn(lease))], CancellationToken.None);
            }
            catch (RestException)
            {
                // As said.
            }

            _client.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override bool TryTake(string outermost)
    {
        var wanted = new FolderLease(_holder, RecordKey.Of(_source, outermost).Source, outermost);
        return Change(
            leases => leases.Exists(lease => !IsOwn(lease) && lease.Source == wanted.Source && Overlap(lease.Folder, outermost))
                ? null
                : [.. leases.Where(lease => lease != wanted), wanted],
            _cancellationToken);
    }

    private bool IsOwn(FolderLease lease) => lease.Holder.Owner == _holder.Owner;

    private void Renew()
    {
        lock (_gate)
        {
            try
            {
                _holder = _holder.Renewed();
                Change(leases => leases.ConvertAll(lease => IsOwn(lease) ? lease with { Holder = _holder } : lease), CancellationToken.None);
            }
            catch (RestException)
            {
                // The next renewal comes before the lease ends.
            }
            catch (ObjectDisposedException)
            {
                // It was given back meanwhile.
            }
        }
    }

    /// <summary>Changes the list of leases, those that nobody holds any more left out.</summary>
    /// <param name="change">Gives the new list, or null to leave it as it is; asked again where another changed it meanwhile.</param>
    /// <returns>Whether it was changed.</returns>
    private bool Change(Func<List<FolderLease>, List<FolderLease>?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            (FolderLease[] present, string condition) = Read(cancellationToken);
            List<FolderLease> held = [.. present.Where(lease => IsOwn(lease) || !lease.Holder.IsAbandoned)];
            if (change(held) is not { } changed)
                return false;

            try
            {
                _index.Put($"{Document}?{condition}", new JsonObject { ["leases"] = JsonSerializer.SerializeToNode(changed) }, cancellationToken);
                return true;
            }
            catch (RestException error) when (error.Status == HttpStatusCode.Conflict)
            {
                // Another came between, or the answer to our own request was lost.
            }
        }
    }

    /// <summary>The leases as they are, and the condition under which they still are.</summary>
    private (FolderLease[] Leases, string Condition) Read(CancellationToken cancellationToken)
    {
        try
        {
            JsonElement document = _index.Get(Document, cancellationToken);
            FolderLease[] leases = document.GetProperty("_source").GetProperty("leases").Deserialize<FolderLease[]>()!;
            return (leases, $"if_seq_no={document.GetProperty("_seq_no").GetInt64()}&if_primary_term={document.GetProperty("_primary_term").GetInt64()}");
        }
        catch (RestException error) when (error.Status == HttpStatusCode.NotFound)
        {
            // Where the document is missing and not the index, this changes nothing.
            _index.Create(Definition, cancellationToken);
            return ([], "op_type=create");
        }
    }

    private sealed record FolderLease(Lease Holder, string Source, string Folder);
}
