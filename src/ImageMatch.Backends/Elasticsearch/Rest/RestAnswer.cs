using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>A node's answer to a request that it accepted.</summary>
/// <param name="Body">The JSON.</param>
/// <param name="IsElasticsearch">Whether the node says that it is Elasticsearch, as it does since 7.14; OpenSearch does not.</param>
internal readonly record struct RestAnswer(JsonElement Body, bool IsElasticsearch);
