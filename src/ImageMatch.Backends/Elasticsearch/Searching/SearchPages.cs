using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The hits of a search, however many, page by page: each page goes on after the last hit of the one before.</summary>
internal static class SearchPages
{
    /// <summary>Reads the pages; the last one is the one that comes short.</summary>
    /// <param name="index">The index.</param>
    /// <param name="body">The search; its size, order and place are set here.</param>
    /// <param name="order">What hits are sorted by. No two may be equal, or one could be passed over between two pages.</param>
    /// <param name="pageSize">How many hits make a page.</param>
    /// <param name="parameters">More parameters of the request, each after an ampersand.</param>
    /// <param name="cancellationToken">Gives up before a page.</param>
    public static IEnumerable<JsonElement> Read(
        StoreIndex index, JsonObject body, IEnumerable<JsonNode> order, int pageSize, string parameters, CancellationToken cancellationToken)
    {
        body["size"] = pageSize;
        body["track_total_hits"] = false;
        body["sort"] = new JsonArray([.. order.Select(field => field.DeepClone())]);
        body.Remove("search_after");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JsonElement hits = index.Search(body, parameters, cancellationToken);
            yield return hits;
            if (hits.GetArrayLength() < pageSize)
                yield break;
            body["search_after"] = JsonNode.Parse(hits[pageSize - 1].GetProperty("sort").GetRawText());
        }
    }
}
