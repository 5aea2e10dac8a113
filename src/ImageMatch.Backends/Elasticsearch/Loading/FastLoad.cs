using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// An index, and that of its windows where there is one, set up for much to be added at once: without copies, without refreshes, and not waiting for the disk.
/// What was set before is kept in the index and given back at the end, or by whoever opens the store next if this process does not live so long. A node that
/// crashes meanwhile may lose the last seconds.
/// </summary>
public sealed class FastLoad : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _name;
    private readonly RestClient _client;
    private readonly Timer _renewal;
    private readonly Dictionary<StoreIndex, LoadLease> _leases = [];

    private FastLoad(ElasticsearchStoreOptions options)
    {
        _name = options.Index;
        _client = new RestClient(options.Cluster);
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
            EngineErrors.Translate(options.Index, () => load.SetAside(cancellationToken));
            load._renewal.Change(Lease.RenewalInterval, Lease.RenewalInterval);
            return load;
        }
        catch
        {
            load.Dispose();
            throw;
        }
    }

    /// <summary>Gives the settings back; afterwards everything added is safe on the disk and can be found. The cluster makes the copies in its own time.</summary>
    /// <exception cref="StoreException">They could not be given back. The next to open the store will do it.</exception>
    public void End()
    {
        lock (_gate)
        {
            var errors = new List<StoreException>();
            foreach ((StoreIndex index, LoadLease lease) in _leases)
            {
                try
                {
                    EngineErrors.Translate(index.Name, () => LoadSettings.GiveBack(index, lease, CancellationToken.None));
                }
                catch (StoreException error)
                {
                    errors.Add(error);
                }
            }

            _leases.Clear();
            if (errors.Count > 0)
                throw errors[0];
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

        _renewal.Dispose();
        _client.Dispose();
    }

    private void SetAside(CancellationToken cancellationToken)
    {
        SetAside(new StoreIndex(_client, _name, refreshAfter: false), cancellationToken);
        var windows = new StoreIndex(_client, _name + WindowIndex.Suffix, refreshAfter: false);
        if (windows.Find(cancellationToken) is not null)
            SetAside(windows, cancellationToken);
    }

    private void SetAside(StoreIndex index, CancellationToken cancellationToken)
    {
        if (LoadSettings.SetAside(index, cancellationToken) is { } lease)
            _leases[index] = lease;
    }

    private void Renew()
    {
        lock (_gate)
        {
            foreach (StoreIndex index in _leases.Keys.ToArray())
            {
                try
                {
                    if (LoadSettings.Renew(index, _leases[index], CancellationToken.None) is { } renewed)
                        _leases[index] = renewed;
                    else
                        _leases.Remove(index);
                }
                catch (Exception error) when (error is RestException or StoreException)
                {
                    // The next renewal comes before the lease ends.
                }
            }
        }
    }
}
