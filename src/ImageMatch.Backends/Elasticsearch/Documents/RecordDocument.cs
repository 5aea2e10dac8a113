using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Names documents, and reads them as records, whoever wrote them.</summary>
internal static class RecordDocument
{
    private const int KeyHashBytes = 9;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>
    /// The id of a key's first record: the same for whoever computes it, so that a repeated request changes nothing. Should two keys have one id, which may happen
    /// once in ten thousand indices of a billion records, the second takes that of its next generation.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="generation">How many records of the key have moved away and taken their ids along.</param>
    public static string IdOf(RecordKey key, int generation = 0)
    {
        string text = $"{key.Source}\0{key.ComparedPath}\0{key.Frame.ToString(CultureInfo.InvariantCulture)}";
        if (generation > 0)
            text += $"\0{generation.ToString(CultureInfo.InvariantCulture)}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return Base64Url.EncodeToString(hash.AsSpan(0, KeyHashBytes));
    }

    /// <summary>An id for another record of a key.</summary>
    public static string NewId() => Base64Url.EncodeToString(Guid.CreateVersion7().ToByteArray(bigEndian: true));

    /// <summary>Has a search give what <see cref="Read"/> needs.</summary>
    public static void Ask(JsonObject search, IndexLayout layout)
    {
        search["seq_no_primary_term"] = true;
        search["docvalue_fields"] = Queries.Texts(layout.DocValues);
        if (layout.HasWords)
            search["_source"] = new JsonObject { ["excludes"] = Queries.Texts(layout.Words) };
    }

    /// <summary>Reads a hit of a search that asked for it.</summary>
    public static StoredDocument Read(JsonElement hit, IndexLayout layout)
    {
        JsonElement source = hit.GetProperty("_source");
        // Without image_match's fields everything but metadata is doc values, and nothing else.
        JsonElement columns = layout.HasWords ? default : Object(hit, "fields");
        var theirs = new FieldValues(layout.HasWords ? Below(source, RootOf(source, layout)) : columns);
        var ours = new FieldValues(!layout.HasWords ? columns : layout.IsOwn ? source : Object(source, IndexLayout.OwnObject));
        DateTimeOffset added = theirs.Time("timestamp") ?? default;
        var record = new MatchRecord
        {
            Id = hit.GetProperty("_id").GetString()!,
            Key = new RecordKey(ours.Text("source") ?? "", PathField.Names.Select(theirs.Text).FirstOrDefault(path => path is not null) ?? "", (int)(ours.Number("frame") ?? 0)),
            Signature = ReadSignature(hit, layout) ?? new Signature([]),
            Metadata = ReadMetadata(source, layout),
            Added = added,
            LastSigned = OwnFields.ReadSigned(ours) ?? added,
            Facts = OwnFields.ReadFacts(ours),
            Signer = OwnFields.ReadSigner(ours),
        };
        return new StoredDocument(record, hit.GetProperty("_seq_no").GetInt64(), hit.GetProperty("_primary_term").GetInt64(), layout.HasWords ? source : null);
    }

    /// <summary>The signature of a hit that asked for it, packed or as a list; null where the document has none that can be read.</summary>
    public static Signature? ReadSignature(JsonElement hit, IndexLayout layout)
    {
        if (hit.TryGetProperty("fields", out JsonElement fields) && fields.TryGetProperty(layout.Packed, out _))
            return new FieldValues(fields).Bytes(layout.Packed) is { } packed ? PackedField.Read(packed) : null;
        if (!layout.HasWords || !hit.TryGetProperty("_source", out JsonElement source))
            return null;

        JsonElement theirs = Below(source, RootOf(source, layout));
        return theirs.ValueKind == JsonValueKind.Object && theirs.TryGetProperty("signature", out JsonElement list) ? ReadList(list) : null;
    }

    /// <summary>Where a document has image_match's fields.</summary>
    public static string RootOf(JsonElement source, IndexLayout layout) =>
        layout.Roots.FirstOrDefault(root => Below(source, root) is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty("signature", out _)) ?? layout.NewRoot;

    /// <summary>The fields at the top of a document, or below an object.</summary>
    public static JsonElement Below(JsonElement source, string root) => root.Length == 0 ? source : Object(source, root[..^1]);

    public static string WriteTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The text where it was kept, otherwise what the engine gives.</summary>
    private static JsonElement? ReadMetadata(JsonElement source, IndexLayout layout)
    {
        if (new FieldValues(layout.IsOwn ? source : Object(source, IndexLayout.OwnObject)).Text("metadata_json") is { } text)
            return MetadataText.Read(text);
        if (!layout.HasWords)
            return null;
        JsonElement theirs = Below(source, RootOf(source, layout));
        return theirs.ValueKind == JsonValueKind.Object && theirs.TryGetProperty("metadata", out JsonElement metadata) && metadata.ValueKind != JsonValueKind.Null
            ? MetadataText.Read(metadata.GetRawText())
            : null;
    }

    private static Signature? ReadList(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return null;

        sbyte[] values = new sbyte[list.GetArrayLength()];
        int place = 0;
        foreach (JsonElement value in list.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetSByte(out values[place++]))
                return null;
        }

        return new Signature(values);
    }

    private static JsonElement Object(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : default;
}
