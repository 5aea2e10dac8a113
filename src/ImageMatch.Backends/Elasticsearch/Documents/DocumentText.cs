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

    private const int OwnBytes = 900;
    private const int WordsBytes = 3000;

    /// <summary>How documents are written, and whatever goes into them.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>About how many bytes a document takes.</summary>
    public int SizeOf(MatchRecord record) =>
        OwnBytes + record.Key.Path.Length + (layout.HasWords ? WordsBytes : 0) + (record.Metadata is { } metadata ? 2 * metadata.GetRawText().Length : 0);

    /// <summary>Writes a document.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="record">The record.</param>
    /// <param name="present">The document that is replaced; null for none.</param>
    /// <param name="indexMetadata">Whether its metadata can be searched; if not, it is only kept.</param>
    public void Write(IBufferWriter<byte> output, MatchRecord record, StoredDocument? present, bool indexMetadata)
    {
        JsonElement source = present?.Source ?? default;
        string root = present?.Source is null ? layout.NewRoot : RecordDocument.RootOf(source, layout);
        ReadOnlyMemory<byte>? metadata = indexMetadata ? Searchable(record, present, RecordDocument.Below(source, root)) : null;

        using var json = new Utf8JsonWriter(output, WriterOptions);
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
            WriteWords(json, record.Signature);
        return pathName;
    }

    private void WriteWords(Utf8JsonWriter json, Signature signature)
    {
        json.WriteStartArray("signature");
        foreach (sbyte value in signature.Values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
        long[] words = SignatureWords.Of(signature, options);
        for (int i = 0; i < words.Length; i++)
            json.WriteNumber(string.Create(CultureInfo.InvariantCulture, $"{WordPrefix}{i}"), words[i]);
    }

    private void WriteOwn(Utf8JsonWriter json, MatchRecord record, bool isMetadataSearchable)
    {
        OwnFields.Write(json, record);
        // The records of a key that have another id are found by this.
        string id = RecordDocument.IdOf(record.Key);
        if (layout.IsOwn && id != record.Id)
            json.WriteString("key", id);
        if (record.Metadata is { } metadata)
        {
            if (!layout.HasWords || !isMetadataSearchable || !MetadataForm.ComesBackAsGiven(metadata))
                json.WriteString("metadata_json", metadata.GetRawText());
            if (!isMetadataSearchable || MetadataForm.HoldsLongText(metadata))
                json.WriteBoolean("metadata_unindexed", true);
        }

        json.WriteBase64String("packed", PackedField.Write(record.Signature));
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

    /// <summary>Metadata for the field that is searched: as another program wrote it where it is the same; null where the index would not take it.</summary>
    private static ReadOnlyMemory<byte>? Searchable(MatchRecord record, StoredDocument? present, JsonElement theirs)
    {
        if (record.Metadata is not { } metadata)
            return null;
        bool isTheirs = theirs.ValueKind == JsonValueKind.Object && theirs.TryGetProperty("metadata", out _) && present?.Record.Metadata?.GetRawText() == metadata.GetRawText();
        return isTheirs ? MetadataForm.Compact(theirs.GetProperty("metadata")) : MetadataForm.CanBeIndexed(metadata) ? MetadataForm.Compact(metadata) : null;
    }
}
