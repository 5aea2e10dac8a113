using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>The keys of metadata, as the names that lead to a value.</summary>
public static class MetadataKeys
{
    /// <summary>Every key of one record's metadata. What lies in arrays has the names that lead there.</summary>
    public static IEnumerable<IReadOnlyList<string>> Of(JsonElement metadata) => Below([], metadata);

    private static IEnumerable<IReadOnlyList<string>> Below(string[] names, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().SelectMany(member => OfMember([.. names, member.Name], member.Value));
            case JsonValueKind.Array:
                return element.EnumerateArray().SelectMany(item => Below(names, item));
            default:
                return [];
        }
    }

    private static IEnumerable<IReadOnlyList<string>> OfMember(string[] names, JsonElement value)
    {
        IReadOnlyList<string>[] below = [.. Below(names, value)];
        return below.Length > 0 ? below : [names];
    }
}
