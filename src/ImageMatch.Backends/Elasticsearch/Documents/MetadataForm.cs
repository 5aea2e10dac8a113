using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What becomes of metadata in an index: whether it can be searched there, and whether it comes back as it was given.</summary>
internal static class MetadataForm
{
    /// <summary>Whether an index takes metadata at all: keys and values, not a value or a list alone.</summary>
    public static bool CanBeIndexed(JsonElement metadata) => metadata.ValueKind == JsonValueKind.Object;

    /// <summary>Rewrites metadata without line breaks; null where it holds text that is no valid Unicode.</summary>
    public static ReadOnlyMemory<byte>? Compact(JsonElement metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var json = new Utf8JsonWriter(buffer, DocumentText.WriterOptions);
            metadata.WriteTo(json);
            json.Flush();
            return buffer.WrittenMemory;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether there is text that the index does not keep whole for comparing.</summary>
    public static bool HoldsLongText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property => HoldsLongText(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HoldsLongText),
        JsonValueKind.String => element.GetRawText().Length > FieldList.KeywordLength,
        _ => false,
    };

    /// <summary>Whether engines, which write JSON anew and some with the keys in another order, give this text back to the last character.</summary>
    public static bool ComesBackAsGiven(JsonElement metadata)
    {
        string text = metadata.GetRawText();
        return !text.Any(char.IsSurrogate)
            && HasOneForm(metadata)
            && Compact(metadata) is { } compact
            && compact.Span.SequenceEqual(Encoding.UTF8.GetBytes(text));
    }

    private static bool HasOneForm(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Take(2).Count() < 2 && element.EnumerateObject().All(property => HasOneForm(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(HasOneForm),
        JsonValueKind.Number => element.TryGetInt64(out long number) && element.GetRawText() == number.ToString(CultureInfo.InvariantCulture),
        _ => true,
    };
}
