using System.Net;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch.Rest;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>How an index is, as far as this user may know.</summary>
internal static class IndexStatus
{
    /// <summary>The health of an index of which shards are missing.</summary>
    public const string Red = "red";

    /// <summary>green, yellow or red; null where this user may not see it.</summary>
    public static string? Health(StoreIndex index, CancellationToken cancellationToken) =>
        Allowed(() => index.Client.Send(HttpMethod.Get, $"_cluster/health/{Uri.EscapeDataString(index.Name)}?filter_path=status", default, cancellationToken).Body)
            is { } health ? health.GetProperty("status").GetString() : null;

    /// <summary>The bytes of all copies of the shards that are there, of all these indices; null where this user may not see it.</summary>
    public static long? Bytes(IReadOnlyList<StoreIndex> indices, CancellationToken cancellationToken)
    {
        string names = string.Join(',', indices.Select(index => Uri.EscapeDataString(index.Name)));
        return Allowed(() => indices[0].Client.Send(HttpMethod.Get, $"{names}/_stats/store?ignore_unavailable=true", default, cancellationToken).Body) is { } stats
            && stats.GetProperty("_all").GetProperty("total").TryGetProperty("store", out JsonElement store)
            ? store.GetProperty("size_in_bytes").GetInt64()
            : null;
    }

    private static JsonElement? Allowed(Func<JsonElement> request)
    {
        try
        {
            return request();
        }
        catch (RestException error) when (error.Status is HttpStatusCode.Forbidden)
        {
            return null;
        }
    }
}
