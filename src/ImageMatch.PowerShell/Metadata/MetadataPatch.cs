using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.PowerShell;

/// <summary>Merges metadata as RFC 7396 (JSON Merge Patch) says: keys given replace, null removes, what is not named stays.</summary>
internal static class MetadataPatch
{
    public static JsonElement? Apply(JsonElement? target, JsonElement? patch)
    {
        var merged = Merge(ToNode(target), ToNode(patch));
        return merged is null ? null : JsonSerializer.SerializeToElement(merged);
    }

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target is JsonObject present ? (JsonObject)present.DeepClone() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Merge(result[name], change);
            }
        }

        return result;
    }

    private static JsonNode? ToNode(JsonElement? json) => json is { } element ? JsonSerializer.SerializeToNode(element) : null;
}
