using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// An index set up for much to be added at once: without copies, without refreshes, and not waiting for the disk. What was set before is kept in the index and
/// given back at the end, or by whoever opens the store next if this process does not live so long. A node that crashes meanwhile may lose the last seconds.
/// </summary>
public sealed class FastLoad : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _indexName;
    private readonly RestClient _client;
    private readonly StoreIndex _index;
    private readonly Timer _renewal;
    private LoadLease? _lease;

    private FastLoad(ElasticsearchStoreOptions options)
    {
        _indexName = options.Index;
        _client = new RestClient(options.Cluster);
        _index = new StoreIndex(_client, options.Index, refreshAfter: false);
        _renewal = new Timer(_ => Renew());
    }

    /// <summary>Sets an index up. Where another load of it goes on, that one's end gives the settings back.</summary>
    /// <exception cref="StoreException">The index is not there, or this user may not change its settings.</exception>
    public static FastLoad Begin(ElasticsearchStoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var load = new FastLoad(options);
        try
        {
            load._lease = LoadSettings.SetAside(load._index, cancellationToken);
            load._renewal.Change(Lease.RenewalInterval, Lease.RenewalInterval);
            return load;
        }
        catch (RestException error)
        {
            load.Release();
            throw EngineErrors.Translate(error, options.Index);
        }
    }

    /// <summary>Gives the settings back; afterwards everything added is safe on the disk and can be found.</summary>
    /// <exception cref="StoreException">They could not be given back. The next to open the store will do it.</exception>
    public void End()
    {
        lock (_gate)
        {
            LoadLease? lease = _lease;
            _lease = null;
            try
            {
                if (lease is not null)
                    LoadSettings.GiveBack(_index, lease, CancellationToken.None);
            }
            catch (RestException error)
            {
                throw EngineErrors.Translate(error, _indexName);
            }
        }
    }

    /// <summary>Gives the settings back if that was not done; where that fails, the next to open the store will do it.</summary>
    public void Dispose()
    {
        try
        {
            End();
        }
        catch (StoreException)
        {
            // As said.
        }

        Release();
    }

    private void Release()
    {
        _renewal.Dispose();
        _client.Dispose();
    }

    private void Renew()
    {
        lock (_gate)
        {
            try
            {
                _lease = _lease is null ? null : LoadSettings.Renew(_index, _lease, CancellationToken.None);
            }
            catch (RestException)
            {
                // The next renewal comes before the lease ends.
            }
        }
    }
}
