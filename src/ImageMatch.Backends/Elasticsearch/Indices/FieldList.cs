using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The fields below metadata that an index knows by now: the keys that lead there, the name from the top, and the type.</summary>
internal sealed record FieldList(IReadOnlyList<(string Keys, string Name, string Type)> Fields)
{
    /// <summary>The length up to which text is kept whole for comparing.</summary>
    public const int KeywordLength = 256;

    public static FieldList Of(StoreIndex index, CancellationToken cancellationToken)
    {
        var fields = new List<(string, string, string)>();
        JsonElement whole = index.State(cancellationToken).Mapping;
        foreach (string root in index.Layout.Metadata)
        {
            JsonElement mapping = whole;
            if (root.Split('.').All(name => mapping.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out mapping)))
                Collect(mapping, "", root, fields);
        }

        return new FieldList(fields);
    }

    /// <summary>The fields that keys may mean, which count without case. Keys with dots are not told from nested ones.</summary>
    public IEnumerable<(string Name, string Type)> Named(IEnumerable<string> keys)
    {
        string wanted = string.Concat(keys.Skip(1).Select(key => $".{key}"));
        return Fields.Where(field => field.Keys.Equals(wanted, StringComparison.OrdinalIgnoreCase)).Select(field => (field.Name, field.Type));
    }

    private static void Collect(JsonElement mapping, string keys, string name, List<(string, string, string)> fields)
    {
        if (mapping.TryGetProperty("type", out JsonElement type) && type.GetString() is { } known and not "object")
            fields.Add((keys, name, known == "text" && !HasKeyword(mapping) ? "analyzed" : known));
        if (!mapping.TryGetProperty("properties", out JsonElement properties))
            return;
        foreach (JsonProperty property in properties.EnumerateObject())
            Collect(property.Value, $"{keys}.{property.Name}", $"{name}.{property.Name}", fields);
    }

    private static bool HasKeyword(JsonElement mapping) =>
        mapping.TryGetProperty("fields", out JsonElement fields) && fields.TryGetProperty("keyword", out JsonElement keyword)
        && keyword.GetProperty("type").GetString() == "keyword"
        && !(keyword.TryGetProperty("ignore_above", out JsonElement limit) && limit.GetInt32() < KeywordLength);
}
