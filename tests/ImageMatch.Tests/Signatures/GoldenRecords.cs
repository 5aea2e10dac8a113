using System.Text.Json;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

/// <summary>What the reference computed.</summary>
internal sealed class GoldenRecords(string file)
{
    public static GoldenRecords Reference { get; } = new(Path.Combine(TestFiles.Shared, "reference", "signatures.json"));

    public static GoldenRecords Samples { get; } = new(Path.Combine(AppContext.BaseDirectory, "Data", "samples.json"));

    private readonly Lazy<JsonElement> _root = new(() => JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(file)));

    public IEnumerable<JsonProperty> Records => _root.Value.GetProperty("records").EnumerateObject();

    public IEnumerable<JsonProperty> Distances => _root.Value.GetProperty("distances").EnumerateObject();

    public JsonElement this[string name] => _root.Value.GetProperty("records").GetProperty(name);

    public Signature SignatureOf(string name) => ToSignature(this[name].GetProperty("signature"));

    public static Signature ToSignature(JsonElement values) => new(values.Deserialize<sbyte[]>());

    public static string ReferencePicture(string name) => Path.Combine(TestFiles.Shared, "reference", "images", name);
}
