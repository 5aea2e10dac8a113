using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What an index keeps while it is loaded for speed: who loads it, until when that is believed, and the settings that it is to have again.</summary>
/// <param name="Owner">Tells one load from another.</param>
/// <param name="Machine">Where the loading process runs.</param>
/// <param name="Process">Its number there.</param>
/// <param name="Started">When it started, for numbers are used again.</param>
/// <param name="Until">When it is taken for dead unless it says otherwise before.</param>
/// <param name="Settings">The old settings; null for what had the engine's default.</param>
internal sealed record LoadLease(string Owner, string Machine, int Process, DateTimeOffset Started, DateTimeOffset Until, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>Longer than a process may be held up without being dead.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);

    /// <summary>Where the mapping's _meta keeps it.</summary>
    private const string MetaName = "imagematch_load";

    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Whether nobody loads any more. On the same machine that is known at once.</summary>
    public bool IsAbandoned => Until < DateTimeOffset.UtcNow || (Machine == Environment.MachineName && !Runs());

    /// <summary>A lease of this process.</summary>
    public static LoadLease Take(IReadOnlyDictionary<string, string?> settings)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new LoadLease(Guid.NewGuid().ToString("N"), Environment.MachineName, process.Id, process.StartTime, DateTimeOffset.UtcNow + Duration, settings);
    }

    /// <summary>Reads the lease that a mapping keeps; null where there is none, or none that can be read.</summary>
    public static LoadLease? Read(JsonElement mapping)
    {
        try
        {
            return mapping.TryGetProperty("_meta", out JsonElement meta) && meta.TryGetProperty(MetaName, out JsonElement lease)
                && lease.Deserialize<LoadLease>() is { Settings: not null } read ? read : null;
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

    private bool Runs()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(Process);
            return (process.StartTime - Started).Duration() < StartTolerance;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is such a process, and it is another user's.
            return true;
        }
    }
}
