using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>The error in an answer, or in the part of one that stands for an item.</summary>
internal static class RestError
{
    /// <summary>The engine's name for the error and its reason, with the cause where there is one.</summary>
    public static (string Type, string Reason) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("error", out JsonElement error))
            return ("", "");
        if (error.ValueKind != JsonValueKind.Object)
            return ("", error.ToString());

        string reason = Text(error, "reason");
        string cause = error.TryGetProperty("caused_by", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object ? Text(inner, "reason") : "";
        return (Text(error, "type"), cause.Length > 0 ? $"{reason} ({cause})" : reason);
    }

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
