using System.Net;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch.Rest;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The settings of an index that make adding slow: set aside for a load, and given back.</summary>
internal static class LoadSettings
{
    private const string Replicas = "index.number_of_replicas";

    /// <summary>
    /// No copies, nothing made searchable meanwhile, and every document on the disk within seconds instead of before it is answered for.
    /// </summary>
    private static readonly Dictionary<string, string> Fast = new()
    {
        [Replicas] = "0",
        ["index.refresh_interval"] = "-1",
        ["index.translog.durability"] = "async",
    };

    /// <summary>Sets the index up for a load.</summary>
    /// <returns>What is to be given back; null where another load does so already.</returns>
    public static LoadLease? SetAside(StoreIndex index, CancellationToken cancellationToken)
    {
        IndexState state = index.State(cancellationToken);
        LoadLease? present = LoadLease.Read(state.Mapping);
        if (present is { Holder.IsAbandoned: false })
            return null;

        // What the index has now is its own unless an earlier load left it so.
        var lease = new LoadLease(Lease.Take(), present?.Settings ?? Own(state));
        WriteLease(index, state, lease, cancellationToken);
        Set(index, lease.Settings.Keys.Where(Fast.ContainsKey).ToDictionary(name => name, name => (string?)Fast[name]), cancellationToken);
        return lease;
    }

    /// <summary>Says that the load goes on.</summary>
    /// <returns>The lease; null where it is not ours any more.</returns>
    public static LoadLease? Renew(StoreIndex index, LoadLease lease, CancellationToken cancellationToken)
    {
        IndexState state = index.State(cancellationToken);
        if (LoadLease.Read(state.Mapping)?.Holder.Owner != lease.Holder.Owner)
            return null;
        LoadLease renewed = lease with { Holder = lease.Holder.Renewed() };
        WriteLease(index, state, renewed, cancellationToken);
        return renewed;
    }

    /// <summary>Gives back what was set aside, makes every document safe on the disk and searchable, and only then forgets the old settings.</summary>
    public static void GiveBack(StoreIndex index, LoadLease lease, CancellationToken cancellationToken)
    {
        Set(index, Fast.Keys.Where(lease.Settings.ContainsKey).ToDictionary(name => name, name => lease.Settings[name]), cancellationToken);
        index.Flush(cancellationToken);
        index.Refresh(cancellationToken);
        IndexState state = index.State(cancellationToken);
        if (LoadLease.Read(state.Mapping)?.Holder.Owner == lease.Holder.Owner)
            WriteLease(index, state, null, cancellationToken);
    }

    /// <summary>Gives back what a load set aside that did not live to do so.</summary>
    public static void GiveBackAbandoned(StoreIndex index, IndexState state, CancellationToken cancellationToken)
    {
        if (LoadLease.Read(state.Mapping) is not { Holder.IsAbandoned: true } lease)
            return;

        try
        {
            GiveBack(index, lease, cancellationToken);
        }
        catch (RestException error) when (error.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            // This user only reads; one who may write will come by.
        }
    }

    /// <summary>The settings of the index that a load changes. How many copies there are may be for the cluster to choose.</summary>
    private static Dictionary<string, string?> Own(IndexState state) => Fast.Keys
        .Where(name => name != Replicas || state.Setting("index.auto_expand_replicas") is null or "false")
        .ToDictionary(name => name, state.Setting);

    private static void WriteLease(StoreIndex index, IndexState state, LoadLease? lease, CancellationToken cancellationToken) =>
        index.Put("_mapping", LoadLease.Write(state.Mapping, lease), cancellationToken);

    private static void Set(StoreIndex index, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken) =>
        index.Put("_settings", JsonSerializer.SerializeToNode(settings)!, cancellationToken);
}
