using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Records as documents of an index of our own, and back.</summary>
internal static class RecordDocument
{
    private const int KeyHashBytes = 16;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

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

    /// <summary>Writes a document in one line.</summary>
    /// <param name="record">The record.</param>
    /// <param name="indexMetadata">Whether its metadata can be searched; if not, it is only kept.</param>
    /// <param name="options">The options of its signature.</param>
    public static ReadOnlyMemory<byte> Write(MatchRecord record, bool indexMetadata, SignatureOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("path", record.Key.Path);
            if (record.Key.Source.Length > 0)
                json.WriteString("source", record.Key.Source);
            json.WriteNumber("frame", record.Key.Frame);
            // The records of a key that have another id are found by this.
            string id = IdOf(record.Key);
            if (id != record.Id)
                json.WriteString("key", id);
            json.WriteString("timestamp", WriteTime(record.Added));
            WriteFacts(json, record.Facts);
            if (record.Signer is { } signer)
            {
                json.WriteStartObject("signer");
                json.WriteNumber("version", signer.AlgorithmVersion);
                json.WriteString("decoder", signer.Decoder);
                json.WriteString("decoder_version", signer.DecoderVersion);
                json.WriteEndObject();
            }

            if (record.Metadata is { } metadata)
                WriteMetadata(json, metadata, indexMetadata);
            json.WriteBase64String("packed", WriteSignature(record.Signature));
            json.WriteStartArray("codes");
            foreach (string term in SearchTerms.Stored(record.Signature, options))
                json.WriteStringValue(term);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads a hit of a search that asked for _source, the packed signature and the sequence number.</summary>
    public static StoredDocument Read(JsonElement hit)
    {
        JsonElement source = hit.GetProperty("_source");
        JsonElement file = source.TryGetProperty("file", out JsonElement present) ? present : default;
        var record = new MatchRecord
        {
            Id = hit.GetProperty("_id").GetString()!,
            Key = new RecordKey(Text(source, "source") ?? "", Text(source, "path") ?? "", (int)(Number(source, "frame") ?? 0)),
            Signature = ReadSignature(hit) ?? new Signature([]),
            Metadata = Text(source, "metadata_json") is { } metadata ? MetadataText.Read(metadata) : null,
            Added = Text(source, "timestamp") is { } added ? ReadTime(added) : default,
            Facts = new FileFacts
            {
                Length = Number(source, "length"),
                LastWriteTime = Text(file, "modified") is { } modified ? ReadTime(modified) : null,
                ContentHash = Text(file, "hash"),
                Width = (int?)Number(source, "width"),
                Height = (int?)Number(source, "height"),
                Format = Text(source, "format") is not { } name ? null : Enum.TryParse(name, out ImageFormat format) ? format : ImageFormat.Unknown,
            },
            Signer = source.TryGetProperty("signer", out JsonElement signer)
                ? new Signer((int)(Number(signer, "version") ?? 0), Text(signer, "decoder") ?? "", Text(signer, "decoder_version") ?? "")
                : null,
        };
        return new StoredDocument(record, hit.GetProperty("_seq_no").GetInt64(), hit.GetProperty("_primary_term").GetInt64());
    }

    /// <summary>The signature of a hit that asked for it; null where the document has none that can be read.</summary>
    public static Signature? ReadSignature(JsonElement hit)
    {
        if (!hit.TryGetProperty("fields", out JsonElement fields) || !fields.TryGetProperty("packed", out JsonElement values))
            return null;

        try
        {
            // OpenSearch leaves out the padding.
            string text = values[0].GetString()!;
            byte[] bytes = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
            return bytes.Length == PackedSignature.ByteCount ? PackedSignature.Unpack(bytes) : new Signature(MemoryMarshal.Cast<byte, sbyte>(bytes));
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether an index takes the metadata at all: keys and values, not a value or a list alone.</summary>
    public static bool CanBeIndexed(JsonElement metadata) => metadata.ValueKind == JsonValueKind.Object;

    public static string WriteTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadTime(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime();

    private static byte[] WriteSignature(Signature signature)
    {
        byte[] packed = new byte[PackedSignature.ByteCount];
        return PackedSignature.TryPack(signature, packed) ? packed : MemoryMarshal.AsBytes(signature.Values).ToArray();
    }

    private static void WriteFacts(Utf8JsonWriter json, FileFacts facts)
    {
        if (facts.Length is { } length)
            json.WriteNumber("length", length);
        if (facts.Width is { } width)
            json.WriteNumber("width", width);
        if (facts.Height is { } height)
            json.WriteNumber("height", height);
        if (facts.Format is { } format)
            json.WriteString("format", format.ToString());
        if (facts.LastWriteTime is null && facts.ContentHash is null)
            return;

        json.WriteStartObject("file");
        if (facts.LastWriteTime is { } modified)
            json.WriteString("modified", WriteTime(modified));
        if (facts.ContentHash is { } hash)
            json.WriteString("hash", hash);
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, JsonElement metadata, bool index)
    {
        json.WriteString("metadata_json", metadata.GetRawText());
        if (index && CanBeIndexed(metadata) && TryCompact(metadata, out ReadOnlySpan<byte> compact))
        {
            json.WritePropertyName("metadata");
            json.WriteRawValue(compact, skipInputValidation: true);
        }
        else
        {
            json.WriteBoolean("metadata_unindexed", true);
        }
    }

    /// <summary>Rewrites metadata without line breaks; false where it holds text that is no valid Unicode.</summary>
    private static bool TryCompact(JsonElement metadata, out ReadOnlySpan<byte> compact)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var json = new Utf8JsonWriter(buffer, WriterOptions);
            metadata.WriteTo(json);
            json.Flush();
            compact = buffer.WrittenSpan;
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            compact = default;
            return false;
        }
    }

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
