using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Writes records as documents, whole and in one line. A document that image_match wrote keeps its shape and whatever else it holds; what image_match does not
/// know goes below an object of our own there.
/// </summary>
internal sealed class DocumentText(IndexLayout layout, SignatureOptions options)
{
    private const string WordPrefix = "simple_word_";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly HashSet<string> OwnFields =
        ["source", "frame", "key", "length", "width", "height", "format", "file", "signer", "metadata_json", "metadata_unindexed", "packed", "codes"];

    /// <summary>Writes a document.</summary>
    /// <param name="record">The record.</param>
    /// <param name="present">The document that is replaced; null for none.</param>
    /// <param name="indexMetadata">Whether its metadata can be searched; if not, it is only kept.</param>
    public ReadOnlyMemory<byte> Write(MatchRecord record, StoredDocument? present, bool indexMetadata)
    {
        JsonElement source = present?.Source ?? default;
        string root = present?.Source is null ? layout.NewRoot : RecordDocument.RootOf(source, layout);
        ReadOnlyMemory<byte>? metadata = indexMetadata ? Searchable(record, present, RecordDocument.Below(source, root)) : null;

        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            if (root.Length > 0)
                json.WriteStartObject(root[..^1]);
            string pathName = WriteShared(json, record, RecordDocument.Below(source, root), root, metadata);
            if (root.Length > 0)
            {
                WriteKept(json, RecordDocument.Below(source, root), name => IsShared(name, pathName));
                json.WriteEndObject();
            }

            if (!layout.IsOwn)
                json.WriteStartObject(IndexLayout.OwnObject);
            WriteOwn(json, record, metadata is not null);
            if (!layout.IsOwn)
                json.WriteEndObject();

            WriteKept(json, source, name =>
                root.Length > 0 && name == root[..^1]
                || root.Length == 0 && IsShared(name, pathName)
                || (layout.IsOwn ? OwnFields.Contains(name) : name == IndexLayout.OwnObject));
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Whether an index takes the metadata at all: keys and values, not a value or a list alone.</summary>
    public static bool CanBeIndexed(JsonElement metadata) => metadata.ValueKind == JsonValueKind.Object;

    private static bool IsShared(string name, string pathName) =>
        name == pathName || name is "signature" or "metadata" || name.StartsWith(WordPrefix, StringComparison.Ordinal);

    /// <summary>Whether a record has a time, and one that fits: an index of our own counts nanoseconds since 1970 in 64 bits.</summary>
    private bool IsKept(DateTimeOffset time) => time != default && (!layout.IsOwn || time.Year is >= 1970 and < 2262);

    /// <summary>What image_match has too.</summary>
    /// <returns>The name of the path's field.</returns>
    private string WriteShared(Utf8JsonWriter json, MatchRecord record, JsonElement present, string root, ReadOnlyMemory<byte>? metadata)
    {
        bool isThere = present.ValueKind == JsonValueKind.Object;
        string pathName = isThere
            ? PathField.Names.FirstOrDefault(name => present.TryGetProperty(name, out _)) ?? "path"
            : layout.Paths.LastOrDefault(field => field.Root == root)?.Name ?? "path";
        json.WriteString(pathName, record.Key.Path);
        // Never changes, and other programs write it in other ways.
        if ((!isThere || !present.TryGetProperty("timestamp", out _)) && IsKept(record.Added))
            json.WriteString("timestamp", RecordDocument.WriteTime(record.Added));
        if (metadata is { } compact)
        {
            json.WritePropertyName("metadata");
            json.WriteRawValue(compact.Span, skipInputValidation: true);
        }

        if (layout.HasWords)
        {
            json.WriteStartArray("signature");
            foreach (sbyte value in record.Signature.Values)
                json.WriteNumberValue(value);
            json.WriteEndArray();
            long[] words = SignatureWords.Of(record.Signature, options);
            for (int i = 0; i < words.Length; i++)
                json.WriteNumber(string.Create(CultureInfo.InvariantCulture, $"{WordPrefix}{i}"), words[i]);
        }

        return pathName;
    }

    private void WriteOwn(Utf8JsonWriter json, MatchRecord record, bool isMetadataSearchable)
    {
        if (record.Key.Source.Length > 0)
            json.WriteString("source", record.Key.Source);
        json.WriteNumber("frame", record.Key.Frame);
        // The records of a key that have another id are found by this.
        string id = RecordDocument.IdOf(record.Key);
        if (layout.IsOwn && id != record.Id)
            json.WriteString("key", id);
        WriteFacts(json, record);
        if (record.Signer is { } signer)
        {
            json.WriteStartObject("signer");
            json.WriteNumber("version", signer.AlgorithmVersion);
            json.WriteString("decoder", signer.Decoder);
            json.WriteString("decoder_version", signer.DecoderVersion);
            json.WriteEndObject();
        }

        if (record.Metadata is { } metadata)
        {
            if (!layout.HasWords || !isMetadataSearchable || !ComesBackAsGiven(metadata))
                json.WriteString("metadata_json", metadata.GetRawText());
            if (!isMetadataSearchable || HoldsLongText(metadata))
                json.WriteBoolean("metadata_unindexed", true);
        }

        json.WriteBase64String("packed", SignatureBytes.Write(record.Signature));
        if (!layout.HasCodes)
            return;
        json.WriteStartArray("codes");
        foreach (string term in SearchTerms.Stored(record.Signature, options))
            json.WriteStringValue(term);
        json.WriteEndArray();
    }

    private static void WriteKept(Utf8JsonWriter json, JsonElement present, Predicate<string> isWritten)
    {
        if (present.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty property in present.EnumerateObject())
        {
            if (!isWritten(property.Name))
                property.WriteTo(json);
        }
    }

    private static void WriteFacts(Utf8JsonWriter json, MatchRecord record)
    {
        FileFacts facts = record.Facts;
        bool isSignedAnew = record.LastSigned > record.Added;
        if (facts.Length is { } length)
            json.WriteNumber("length", length);
        if (facts.Width is { } width)
            json.WriteNumber("width", width);
        if (facts.Height is { } height)
            json.WriteNumber("height", height);
        if (facts.Format is { } format)
            json.WriteString("format", format.ToString());
        if (!isSignedAnew && facts is { LastWriteTime: null, ContentHash: null, FrameCount: null, Background: null })
            return;

        json.WriteStartObject("file");
        if (facts.LastWriteTime is { } modified)
            json.WriteString("modified", RecordDocument.WriteTime(modified));
        if (facts.ContentHash is { } hash)
            json.WriteString("hash", hash);
        if (facts.FrameCount is { } frames)
            json.WriteNumber("frames", frames);
        if (facts.Background is { } background)
            json.WriteString("background", background.ToString());
        if (isSignedAnew)
            json.WriteString("signed", RecordDocument.WriteTime(record.LastSigned));
        json.WriteEndObject();
    }

    /// <summary>Metadata for the field that is searched: as another program wrote it where it is the same; null where the index would not take it.</summary>
    private static ReadOnlyMemory<byte>? Searchable(MatchRecord record, StoredDocument? present, JsonElement theirs)
    {
        if (record.Metadata is not { } metadata)
            return null;
        bool isTheirs = theirs.ValueKind == JsonValueKind.Object && theirs.TryGetProperty("metadata", out _) && present?.Record.Metadata?.GetRawText() == metadata.GetRawText();
        return isTheirs ? Compact(theirs.GetProperty("metadata")) : CanBeIndexed(metadata) ? Compact(metadata) : null;
    }

    /// <summary>Rewrites metadata without line breaks; null where it holds text that is no valid Unicode.</summary>
    private static ReadOnlyMemory<byte>? Compact(JsonElement metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var json = new Utf8JsonWriter(buffer, WriterOptions);
            metadata.WriteTo(json);
            json.Flush();
            return buffer.WrittenMemory;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether there is text that the index does not keep whole for comparing.</summary>
    private static bool HoldsLongText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property => HoldsLongText(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HoldsLongText),
        JsonValueKind.String => element.GetRawText().Length > FieldList.KeywordLength,
        _ => false,
    };

    /// <summary>Whether engines, which write JSON anew and some with the keys in another order, give this text back to the last character.</summary>
    private static bool ComesBackAsGiven(JsonElement metadata)
    {
        string text = metadata.GetRawText();
        return !text.Any(char.IsSurrogate)
            && HasOneForm(metadata)
            && Compact(metadata) is { } compact
            && compact.Span.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static bool HasOneForm(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Take(2).Count() < 2 && element.EnumerateObject().All(property => HasOneForm(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(HasOneForm),
        JsonValueKind.Number => element.TryGetInt64(out long number) && element.GetRawText() == number.ToString(CultureInfo.InvariantCulture),
        _ => true,
    };
}
