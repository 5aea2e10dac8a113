using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The fields below metadata that an index knows by now, with their types.</summary>
internal sealed record FieldList(IReadOnlyList<(string Name, string Type)> Fields)
{
    private const string Root = "metadata";

    public static FieldList None { get; } = new([]);

    public static FieldList Of(StoreIndex index, CancellationToken cancellationToken)
    {
        var fields = new List<(string, string)>();
        JsonElement mappings = index.Get("_mapping", cancellationToken).EnumerateObject().First().Value.GetProperty("mappings");
        if (mappings.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(Root, out JsonElement metadata))
            Collect(metadata, Root, fields);
        return new FieldList(fields);
    }

    /// <summary>The fields that keys may mean, which count without case. Keys with dots are not told from nested ones.</summary>
    public IEnumerable<(string Name, string Type)> Named(IEnumerable<string> keys)
    {
        string name = string.Join('.', keys.Skip(1).Prepend(Root));
        return Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static void Collect(JsonElement mapping, string name, List<(string, string)> fields)
    {
        if (mapping.TryGetProperty("type", out JsonElement type) && type.GetString() is { } known and not "object")
            fields.Add((name, known));
        if (!mapping.TryGetProperty("properties", out JsonElement properties))
            return;
        foreach (JsonProperty property in properties.EnumerateObject())
            Collect(property.Value, $"{name}.{property.Name}", fields);
    }
}
