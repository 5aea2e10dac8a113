using System.Text.Json;
using ImageMatch.Backends.Elasticsearch.Rest;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Tells Elasticsearch from OpenSearch by what they answer. The greeting at / is not needed: some builds refuse it.</summary>
internal static class ClusterProduct
{
    /// <summary>The product and its version; of a cluster that does not tell its version, a question mark.</summary>
    public static (string Product, string Version) Read(RestClient client, CancellationToken cancellationToken)
    {
        bool isElasticsearch = false;
        foreach (string path in new[] { "_nodes/_local?filter_path=nodes.*.version", "" })
        {
            try
            {
                RestAnswer answer = client.Send(HttpMethod.Get, path, default, cancellationToken);
                isElasticsearch = answer.IsElasticsearch;
                if (FindVersion(answer.Body) is { } version)
                    return (Name(isElasticsearch), version);
            }
            catch (RestException error) when (error.Status is not null)
            {
                // This user may not see the nodes; the next answer may do.
            }
        }

        return (Name(isElasticsearch), "?");
    }

    private static string Name(bool isElasticsearch) => isElasticsearch ? "Elasticsearch" : "OpenSearch";

    private static string? FindVersion(JsonElement body)
    {
        if (body.TryGetProperty("nodes", out JsonElement nodes))
            return nodes.EnumerateObject().Select(node => node.Value.GetProperty("version").GetString()).FirstOrDefault();
        return body.TryGetProperty("version", out JsonElement version) && version.TryGetProperty("number", out JsonElement number) ? number.GetString() : null;
    }
}
