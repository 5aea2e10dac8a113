using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>A field of paths, and how it can be asked for.</summary>
/// <param name="Root">Where it is: "" for the top, or an object and a dot.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Exact">The full name by which whole paths are compared; null where there is none.</param>
/// <param name="MaxLength">The longest path that <paramref name="Exact"/> knows, in UTF-16 units.</param>
/// <param name="IsAnalyzed">Whether the words of a path can be asked for by the field's own name.</param>
internal sealed record PathField(string Root, string Name, string? Exact, int MaxLength, bool IsAnalyzed)
{
    /// <summary>The names under which image_match has kept paths; where both are, the first one counts.</summary>
    public static IReadOnlyList<string> Names { get; } = ["url", "path"];

    /// <summary>The field's name from the top.</summary>
    public string FullName => Root + Name;

    /// <summary>The fields of paths among properties of a mapping.</summary>
    public static IEnumerable<PathField> Of(JsonElement properties, string root) =>
        Names.Where(name => properties.TryGetProperty(name, out _)).Select(name => Of(root, name, properties.GetProperty(name)));

    private static PathField Of(string root, string name, JsonElement mapping)
    {
        if (Type(mapping) != "text")
            return new PathField(root, name, root + name, Limit(mapping), IsAnalyzed: false);

        JsonProperty[] exact = mapping.TryGetProperty("fields", out JsonElement fields) ? [.. fields.EnumerateObject().Where(field => Type(field.Value) == "keyword")] : [];
        return exact.Length == 0
            ? new PathField(root, name, null, 0, IsAnalyzed: true)
            : new PathField(root, name, $"{root}{name}.{exact[0].Name}", Limit(exact[0].Value), IsAnalyzed: true);
    }

    private static string? Type(JsonElement mapping) => mapping.TryGetProperty("type", out JsonElement type) ? type.GetString() : null;

    private static int Limit(JsonElement mapping) => mapping.TryGetProperty("ignore_above", out JsonElement limit) ? limit.GetInt32() : int.MaxValue;
}
