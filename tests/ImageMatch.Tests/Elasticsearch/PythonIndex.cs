using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>
/// An index as the Python image_match fills it: without a mapping of its own, one document at a time, ids chosen by the server. Its earlier versions put a
/// record at the top of a document, its later ones below the document type.
/// </summary>
internal sealed class PythonIndex(TestEngine engine, string? documentType = null)
{
    private static readonly HttpClient Http = new();

    private int _added;

    public string Name { get; init; } = $"python-{Guid.NewGuid():N}";

    /// <summary>The name under which it keeps paths.</summary>
    public string PathName { get; init; } = "path";

    public SignatureOptions Options { get; init; } = SignatureOptions.Default;

    private string Root => documentType is null ? "" : documentType + ".";

    public ElasticsearchStoreOptions StoreOptions => engine.Options(Name) with { Source = null };

    public ElasticsearchStore Open() => ElasticsearchStore.Open(StoreOptions);

    /// <summary>Makes the index with types that somebody chose; other fields stay dynamic.</summary>
    public void Map(string properties) =>
        Send(HttpMethod.Put, "", $$"""{"mappings": {"properties": {{(documentType is null ? properties : $"{{\"{documentType}\": {{\"properties\": {properties}}}}}")}} } }""");

    /// <summary>SignatureES.add_image, which does not refresh.</summary>
    /// <returns>The id that the server chose.</returns>
    public string Add(string path, Signature signature, string? metadata = null, string? more = null)
    {
        var record = new StringBuilder($$"""{"{{PathName}}": {{JsonSerializer.Serialize(path)}}, "signature": [{{string.Join(", ", signature.Values.ToArray())}}]""");
        if (metadata is not null)
            record.Append(CultureInfo.InvariantCulture, $", \"metadata\": {metadata}");
        foreach ((int place, long word) in SignatureWords.Of(signature, Options).Index())
            record.Append(CultureInfo.InvariantCulture, $", \"simple_word_{place}\": {word}");
        record.Append(more).Append(CultureInfo.InvariantCulture, $", \"timestamp\": \"2016-08-10T22:09:{_added++ % 60:00}.843000\"}}");
        JsonElement answer = Send(HttpMethod.Post, "_doc", documentType is null ? record.ToString() : $$"""{"{{documentType}}": {{record}}}""");
        return answer.GetProperty("_id").GetString()!;
    }

    /// <summary>A document of somebody else.</summary>
    public void AddOther(string json) => Send(HttpMethod.Post, "_doc", json);

    /// <summary>SignatureES.search_single_record: the ids of what shares a word, with their signatures.</summary>
    public IReadOnlyDictionary<string, Signature> Search(Signature signature)
    {
        Refresh();
        string should = string.Join(", ", SignatureWords.Of(signature, Options).Select((word, place) =>
            string.Create(CultureInfo.InvariantCulture, $$$"""{"term": {"{{{Root}}}simple_word_{{{place}}}": {{{word}}}}}""")));
        JsonElement answer = Send(
            HttpMethod.Post, "_search?size=100", $$$"""{"query": {"bool": {"should": [{{{should}}}]}}, "_source": {"excludes": ["{{{Root}}}simple_word_*"]}}""");
        return answer.GetProperty("hits").GetProperty("hits").EnumerateArray().ToDictionary(
            hit => hit.GetProperty("_id").GetString()!, hit => new Signature(Record(hit).GetProperty("signature").Deserialize<sbyte[]>()));
    }

    /// <summary>What _source gives of a document below the document type.</summary>
    public JsonElement Record(string id) => Record(Source(id));

    public JsonElement Source(string id) => Send(HttpMethod.Get, $"_doc/{Uri.EscapeDataString(id)}", null);

    public JsonElement Mapping() => Send(HttpMethod.Get, "_mapping", null).EnumerateObject().First().Value.GetProperty("mappings");

    public void Refresh() => Send(HttpMethod.Post, "_refresh", null);

    public void Delete(string id) => Send(HttpMethod.Delete, $"_doc/{Uri.EscapeDataString(id)}?refresh=true", null);

    private JsonElement Record(JsonElement document)
    {
        JsonElement source = document.GetProperty("_source");
        return documentType is null ? source : source.GetProperty(documentType);
    }

    private JsonElement Send(HttpMethod method, string call, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(engine.Uris[0], $"{Name}/{call}".TrimEnd('/')));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = Http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        string text = reader.ReadToEnd();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
