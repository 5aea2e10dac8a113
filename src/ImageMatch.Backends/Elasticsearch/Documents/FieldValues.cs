using System.Globalization;
using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The fields of a document by name, from its _source or as doc values, each of which comes as a list.</summary>
internal readonly struct FieldValues(JsonElement fields)
{
    /// <summary>A text; null for none, and for what is no text.</summary>
    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A whole number; null for none, and for what is none.</summary>
    public long? Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    /// <summary>A time as text, or as milliseconds since 1970; null for none, and for what is no time.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is { } text)
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUniversalTime() : null;
        return Number(name) is { } milliseconds && Math.Abs(milliseconds) < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() / 10
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    /// <summary>Bytes; null for none, and for what is no base64. OpenSearch leaves out the padding of doc values.</summary>
    public byte[]? Bytes(string name)
    {
        if (Text(name) is not { } text)
            return null;

        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out int count) ? bytes[..count] : null;
    }

    private JsonElement Find(string name) =>
        fields.ValueKind != JsonValueKind.Object || !fields.TryGetProperty(name, out JsonElement value) ? default
        : value.ValueKind != JsonValueKind.Array ? value
        : value.EnumerateArray().FirstOrDefault();
}
