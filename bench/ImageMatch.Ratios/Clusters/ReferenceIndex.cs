using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Ratios.Clusters;

/// <summary>An index as image_match fills and searches it: no mapping of its own, one document at a time, hits with their signatures from _source.</summary>
internal sealed class ReferenceIndex(Uri cluster, string name) : IDisposable
{
    private const string DocumentType = "image";
    private const int Hits = 100;

    public BenchIndex Index { get; } = new(cluster, name);

    /// <summary>insert_single_record.</summary>
    public void Add(string path, Signature signature) => Index.Send(HttpMethod.Post, "_doc", Write(json => WriteDocument(json, path, signature)));

    /// <summary>Fills the index faster than image_match does, with the same documents.</summary>
    public void Fill(IEnumerable<(string Path, Signature Signature)> pictures) => Parallel.ForEach(
        pictures.Chunk(1000),
        new ParallelOptions { MaxDegreeOfParallelism = 2 },
        some =>
        {
            var body = new ArrayBufferWriter<byte>();
            foreach ((string path, Signature signature) in some)
            {
                body.Write("{\"index\":{}}\n"u8);
                body.Write(Write(json => WriteDocument(json, path, signature)).Span);
                body.Write("\n"u8);
            }

            if (Index.Send(HttpMethod.Post, "_bulk", body.WrittenMemory).GetProperty("errors").GetBoolean())
                throw new InvalidOperationException("The engine refused a document.");
        });

    /// <summary>search_single_record: the paths of the matches among the 100 documents that share most words.</summary>
    public IReadOnlyList<string> Search(Signature signature)
    {
        JsonElement answer = Index.Send(HttpMethod.Post, $"_search?size={Hits}&timeout=10s", Write(json => WriteSearch(json, signature)));
        return
        [
            .. answer.GetProperty("hits").GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("_source").GetProperty(DocumentType))
                .Where(record => SignatureDistance.Between(signature, new Signature(record.GetProperty("signature").Deserialize<sbyte[]>())) < SearchQuery.DefaultDistanceCutoff)
                .Select(record => record.GetProperty("path").GetString()!),
        ];
    }

    public void Dispose() => Index.Dispose();

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteDocument(Utf8JsonWriter json, string path, Signature signature)
    {
        json.WriteStartObject(DocumentType);
        json.WriteString("path", path);
        json.WriteStartArray("signature");
        foreach (sbyte value in signature.Values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
        foreach ((int place, long word) in SignatureWords.Of(signature, SignatureOptions.Default).Index())
            json.WriteNumber(Word(place), word);
        json.WriteString("timestamp", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteSearch(Utf8JsonWriter json, Signature signature)
    {
        json.WriteStartObject("query");
        json.WriteStartObject("bool");
        json.WriteStartArray("should");
        foreach ((int place, long word) in SignatureWords.Of(signature, SignatureOptions.Default).Index())
        {
            json.WriteStartObject();
            json.WriteStartObject("term");
            json.WriteNumber($"{DocumentType}.{Word(place)}", word);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("_source");
        json.WriteStartArray("excludes");
        json.WriteStringValue($"{DocumentType}.simple_word_*");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word(int place) => string.Create(CultureInfo.InvariantCulture, $"simple_word_{place}");
}
