using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Where the fields of an index's documents are: in an index of our own, which may have image_match's fields too, or in one that image_match made. Its earlier
/// versions put them at the top, its later ones below an object, and an index may hold both.
/// </summary>
internal sealed record IndexLayout
{
    /// <summary>The object below which a document of image_match's index has what image_match does not know.</summary>
    public const string OwnObject = "imagematch";

    private const string FirstWord = "simple_word_0";

    /// <summary>An index of our own without image_match's fields.</summary>
    public static IndexLayout Plain { get; } = new() { IsOwn = true, HasPacked = true, Roots = [], Paths = [new PathField("", "path", "path", int.MaxValue, IsAnalyzed: false)] };

    /// <summary>Whether this module made the index.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Whether documents may have our packed signature.</summary>
    public required bool HasPacked { get; init; }

    /// <summary>Where image_match's fields are: "" for the top, or an object and a dot. None in an index of our own without them.</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>The fields that hold paths.</summary>
    public required IReadOnlyList<PathField> Paths { get; init; }

    /// <summary>Whether documents may have image_match's words and signature list, and be image_match's own.</summary>
    public bool HasWords => Roots.Count > 0;

    /// <summary>Whether documents may have our codes.</summary>
    public bool HasCodes => IsOwn;

    /// <summary>Where a new document gets image_match's fields.</summary>
    public string NewRoot => HasWords ? Roots[^1] : "";

    /// <summary>The packed signature.</summary>
    public string Packed => Own("packed");

    /// <summary>The doc values that a record is read from: all of it but its metadata, unless it is read from _source, as image_match does.</summary>
    public IEnumerable<string> DocValues => HasWords ? HasPacked ? [Packed] : [] : ["path", "timestamp", .. OwnFields.Read, Packed];

    /// <summary>The signature lists.</summary>
    public IEnumerable<string> Signatures => Roots.Select(root => root + "signature");

    /// <summary>The words as a pattern of fields; they are never fetched.</summary>
    public IEnumerable<string> Words => Roots.Select(root => root + "simple_word_*");

    /// <summary>Where metadata is: "metadata", perhaps below an object.</summary>
    public IEnumerable<string> Metadata => Roots.DefaultIfEmpty("").Select(root => root + "metadata");

    /// <summary>When records were added.</summary>
    public IEnumerable<string> Times => Roots.DefaultIfEmpty("").Select(root => root + "timestamp");

    /// <summary>The layout in words.</summary>
    public override string ToString()
    {
        string shape = string.Join(", ", Roots.Select(root => root.Length == 0 ? "flat documents" : $"documents below {root.TrimEnd('.')}"));
        return !IsOwn ? $"image_match ({shape})" : HasWords ? $"ImageMatch, compatible with image_match ({shape})" : "ImageMatch";
    }

    /// <summary>The layout that a mapping tells.</summary>
    public static IndexLayout Of(JsonElement mapping, bool isOwn)
    {
        JsonElement properties = Properties(mapping);
        string[] roots =
        [
            .. Has(properties, FirstWord) ? [""] : Array.Empty<string>(),
            .. Names(properties).Where(name => Has(Properties(properties.GetProperty(name)), FirstWord)).Select(name => name + "."),
        ];
        JsonElement ours = isOwn ? properties : Has(properties, OwnObject) ? Properties(properties.GetProperty(OwnObject)) : default;
        return new IndexLayout
        {
            IsOwn = isOwn,
            HasPacked = Has(ours, "packed"),
            Roots = roots,
            Paths = [.. roots.DefaultIfEmpty("").SelectMany(root => PathField.Of(root.Length == 0 ? properties : Properties(properties.GetProperty(root[..^1])), root))],
        };
    }

    /// <summary>The full name of a field of ours.</summary>
    public string Own(string field) => IsOwn ? field : $"{OwnObject}.{field}";

    private static JsonElement Properties(JsonElement mapping) =>
        mapping.ValueKind == JsonValueKind.Object && mapping.TryGetProperty("properties", out JsonElement properties) ? properties : default;

    private static bool Has(JsonElement properties, string name) => properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out _);

    private static IEnumerable<string> Names(JsonElement properties) =>
        properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject().Select(property => property.Name) : [];
}
