using System.Net;

namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>What the client throws: a node's refusal, or that no node answered.</summary>
/// <param name="status">The status of the answer; null where there was none.</param>
/// <param name="type">The engine's name for the error, such as index_not_found_exception; empty where it gave none.</param>
/// <param name="reason">Why, in words.</param>
/// <param name="node">The node that was asked last.</param>
/// <param name="isRetryable">Whether the same request may succeed later.</param>
/// <param name="innerException">What the connection said.</param>
internal sealed class RestException(HttpStatusCode? status, string type, string reason, Uri node, bool isRetryable, Exception? innerException = null)
    : Exception($"{node.GetLeftPart(UriPartial.Authority)}: {(status is { } code ? $"{(int)code} " : "")}{reason}", innerException)
{
    public HttpStatusCode? Status { get; } = status;

    public string Type { get; } = type;

    public string Reason { get; } = reason;

    public Uri Node { get; } = node;

    public bool IsRetryable { get; } = isRetryable;
}
