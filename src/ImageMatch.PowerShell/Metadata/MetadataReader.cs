using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;

namespace ImageMatch.PowerShell;

/// <summary>Turns stored JSON into what a script can ask by name: <c>$_.Metadata.things</c>.</summary>
internal static class MetadataReader
{
    public static object? ToObject(JsonElement? json) => json is { } element ? ToObject(element) : null;

    private static object? ToObject(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ToNamed(element),
        JsonValueKind.Array => element.EnumerateArray().Select(ToObject).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => ToNumber(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static object ToNumber(JsonElement element)
    {
        if (element.TryGetInt64(out var whole))
        {
            return whole;
        }

        return element.TryGetDecimal(out var exact) && !element.GetRawText().Contains('e', StringComparison.OrdinalIgnoreCase) ? exact : element.GetDouble();
    }

    /// <summary>An object; or a dictionary where the keys cannot be property names: an empty one, or two that differ in case only.</summary>
    private static object ToNamed(JsonElement element)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!element.EnumerateObject().All(property => property.Name.Length > 0 && names.Add(property.Name)))
        {
            var dictionary = new OrderedDictionary(StringComparer.Ordinal);
            foreach (var property in element.EnumerateObject())
            {
                dictionary[property.Name] = ToObject(property.Value);
            }

            return dictionary;
        }

        var named = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            named.Properties.Add(new PSNoteProperty(property.Name, ToObject(property.Value)));
        }

        return named;
    }
}
