using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Names documents, and reads them as records, whoever wrote them.</summary>
internal static class RecordDocument
{
    private const int KeyHashBytes = 16;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>The id of a key's first record: the same for whoever computes it, so that a repeated request changes nothing.</summary>
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

    /// <summary>Reads a hit of a search that asked for _source, the packed signature and the sequence number.</summary>
    public static StoredDocument Read(JsonElement hit, IndexLayout layout)
    {
        JsonElement source = hit.GetProperty("_source");
        JsonElement theirs = Below(source, RootOf(source, layout));
        JsonElement ours = layout.IsOwn ? source : Object(source, IndexLayout.OwnObject);
        JsonElement file = Object(ours, "file");
        JsonElement signer = Object(ours, "signer");
        DateTimeOffset added = ReadTime(theirs, "timestamp") ?? default;
        var record = new MatchRecord
        {
            Id = hit.GetProperty("_id").GetString()!,
            Key = new RecordKey(Text(ours, "source") ?? "", PathField.Names.Select(name => Text(theirs, name)).FirstOrDefault(path => path is not null) ?? "", (int)(Number(ours, "frame") ?? 0)),
            Signature = ReadSignature(hit, layout) ?? new Signature([]),
            Metadata = ReadMetadata(theirs, ours, layout),
            Added = added,
            LastSigned = ReadTime(file, "signed") ?? added,
            Facts = new FileFacts
            {
                Length = Number(ours, "length"),
                LastWriteTime = ReadTime(file, "modified"),
                ContentHash = Text(file, "hash"),
                Width = (int?)Number(ours, "width"),
                Height = (int?)Number(ours, "height"),
                Format = Text(ours, "format") is not { } name ? null : Enum.TryParse(name, out ImageFormat format) ? format : ImageFormat.Unknown,
                FrameCount = (int?)Number(file, "frames"),
                Background = Enum.TryParse(Text(file, "background"), out Background background) ? background : null,
            },
            Signer = signer.ValueKind == JsonValueKind.Object
                ? new Signer((int)(Number(signer, "version") ?? 0), Text(signer, "decoder") ?? "", Text(signer, "decoder_version") ?? "")
                : null,
        };
        return new StoredDocument(record, hit.GetProperty("_seq_no").GetInt64(), hit.GetProperty("_primary_term").GetInt64(), layout.HasWords ? source : null);
    }

    /// <summary>The signature of a hit that asked for it, packed or as a list; null where the document has none that can be read.</summary>
    public static Signature? ReadSignature(JsonElement hit, IndexLayout layout)
    {
        if (hit.TryGetProperty("fields", out JsonElement fields) && fields.TryGetProperty(layout.Packed, out JsonElement values))
            return Unpack(values[0].GetString()!);
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
    private static JsonElement? ReadMetadata(JsonElement theirs, JsonElement ours, IndexLayout layout)
    {
        if (Text(ours, "metadata_json") is { } text)
            return MetadataText.Read(text);
        return layout.HasWords && theirs.ValueKind == JsonValueKind.Object && theirs.TryGetProperty("metadata", out JsonElement metadata) && metadata.ValueKind != JsonValueKind.Null
            ? MetadataText.Read(metadata.GetRawText())
            : null;
    }

    private static Signature? Unpack(string text)
    {
        try
        {
            // OpenSearch leaves out the padding.
            return SignatureBytes.Read(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return null;
        }
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

    /// <summary>A time as text, or as milliseconds since 1970; null for none, and for what is no time.</summary>
    private static DateTimeOffset? ReadTime(JsonElement element, string name)
    {
        if (Text(element, name) is { } text)
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUniversalTime() : null;
        return Number(element, name) is { } milliseconds && Math.Abs(milliseconds) < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() / 10
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    private static JsonElement Object(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : default;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static long? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out long number)
            ? number
            : null;
}
