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
        // The settings first: where no lease is found after them, they are the index's own.
        JsonElement settings = First(index.Get("_settings?flat_settings=true", cancellationToken)).GetProperty("settings");
        JsonElement mapping = Mapping(index, cancellationToken);
        if (LoadLease.Read(mapping) is { Holder.IsAbandoned: false })
            return null;

        var names = Fast.Keys.ToHashSet();
        if (Text(settings, "index.auto_expand_replicas") is not (null or "false"))
            names.Remove(Replicas);
        var lease = new LoadLease(Lease.Take(), names.ToDictionary(name => name, name => Text(settings, name)));
        WriteLease(index, mapping, lease, cancellationToken);
        Set(index, names.ToDictionary(name => name, name => (string?)Fast[name]), cancellationToken);
        return lease;
    }

    /// <summary>Says that the load goes on.</summary>
    /// <returns>The lease; null where it is not ours any more.</returns>
    public static LoadLease? Renew(StoreIndex index, LoadLease lease, CancellationToken cancellationToken)
    {
        JsonElement mapping = Mapping(index, cancellationToken);
        if (LoadLease.Read(mapping)?.Holder.Owner != lease.Holder.Owner)
            return null;
        LoadLease renewed = lease with { Holder = lease.Holder.Renewed() };
        WriteLease(index, mapping, renewed, cancellationToken);
        return renewed;
    }

    /// <summary>Gives back what was set aside, makes every document safe on the disk and searchable, and only then forgets the old settings.</summary>
    public static void GiveBack(StoreIndex index, LoadLease lease, CancellationToken cancellationToken)
    {
        Set(index, Fast.Keys.Where(lease.Settings.ContainsKey).ToDictionary(name => name, name => lease.Settings[name]), cancellationToken);
        index.Flush(cancellationToken);
        index.Refresh(cancellationToken);
        JsonElement mapping = Mapping(index, cancellationToken);
        if (LoadLease.Read(mapping)?.Holder.Owner == lease.Holder.Owner)
            WriteLease(index, mapping, null, cancellationToken);
    }

    /// <summary>Gives back what a load set aside that did not live to do so.</summary>
    public static void GiveBackAbandoned(StoreIndex index, JsonElement mapping, CancellationToken cancellationToken)
    {
        if (LoadLease.Read(mapping) is not { Holder.IsAbandoned: true } lease)
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

    private static JsonElement Mapping(StoreIndex index, CancellationToken cancellationToken) =>
        First(index.Get("_mapping", cancellationToken)).GetProperty("mappings");

    private static JsonElement First(JsonElement indices) => indices.EnumerateObject().First().Value;

    private static void WriteLease(StoreIndex index, JsonElement mapping, LoadLease? lease, CancellationToken cancellationToken) =>
        index.Put("_mapping", LoadLease.Write(mapping, lease), cancellationToken);

    private static void Set(StoreIndex index, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken) =>
        index.Put("_settings", JsonSerializer.SerializeToNode(settings)!, cancellationToken);

    private static string? Text(JsonElement settings, string name) => settings.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
