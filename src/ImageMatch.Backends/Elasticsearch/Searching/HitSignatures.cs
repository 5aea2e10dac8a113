using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The signatures of hits: packed where documents have them so, which is much faster; otherwise from the list that image_match keeps.</summary>
internal sealed class HitSignatures(StoreIndex index)
{
    /// <summary>Has a search give what <see cref="Read"/> needs, and nothing else of the documents.</summary>
    public static void Ask(JsonObject search, IndexLayout layout)
    {
        search["_source"] = layout.HasPacked ? false : Queries.Texts(layout.Signatures);
        if (layout.HasPacked)
            search["docvalue_fields"] = new JsonArray(layout.Packed);
    }

    /// <summary>The signatures of hits, in their order; null where a document has none that can be read.</summary>
    public Signature?[] Read(IReadOnlyList<JsonElement> hits, CancellationToken cancellationToken)
    {
        Signature?[] signatures = [.. hits.Select(hit => RecordDocument.ReadSignature(hit, index.Layout))];
        if (!index.Layout.HasWords)
            return signatures;

        int[] unpacked = [.. Enumerable.Range(0, hits.Count).Where(i => signatures[i] is null)];
        var listed = new Dictionary<string, Signature?>(StringComparer.Ordinal);
        foreach (string[] ids in unpacked.Select(i => IdOf(hits[i])).Distinct().Chunk(DocumentReader.MaxPageSize))
        {
            var body = new JsonObject
            {
                ["size"] = ids.Length,
                ["track_total_hits"] = false,
                ["_source"] = Queries.Texts(index.Layout.Signatures),
                ["query"] = Queries.Ids(ids),
            };
            foreach (JsonElement hit in index.Search(body, "", cancellationToken).EnumerateArray())
                listed[IdOf(hit)] = RecordDocument.ReadSignature(hit, index.Layout);
        }

        foreach (int i in unpacked)
            signatures[i] = listed.GetValueOrDefault(IdOf(hits[i]));
        return signatures;
    }

    private static string IdOf(JsonElement hit) => hit.GetProperty("_id").GetString()!;
}
