using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What an index keeps while it is loaded for speed: who loads it, and the settings that it is to have again.</summary>
/// <param name="Holder">Who loads it.</param>
/// <param name="Settings">The old settings; null for what had the engine's default.</param>
internal sealed record LoadLease(Lease Holder, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>Where the mapping's _meta keeps it.</summary>
    private const string MetaName = "imagematch_load";

    /// <summary>Reads the lease that a mapping keeps; null where there is none, or none that can be read.</summary>
    public static LoadLease? Read(JsonElement mapping)
    {
        try
        {
            return mapping.TryGetProperty("_meta", out JsonElement meta) && meta.TryGetProperty(MetaName, out JsonElement lease)
                && lease.Deserialize<LoadLease>() is { Holder: not null, Settings: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body that puts a lease into a mapping, or takes it out; whatever else the mapping's _meta holds stays.</summary>
    public static JsonObject Write(JsonElement mapping, LoadLease? lease)
    {
        JsonObject meta = mapping.TryGetProperty("_meta", out JsonElement present) ? JsonObject.Create(present)! : [];
        meta.Remove(MetaName);
        if (lease is not null)
            meta[MetaName] = JsonSerializer.SerializeToNode(lease);
        return new JsonObject { ["_meta"] = meta };
    }
}
