using System.Net;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What the cluster's errors mean to the user of a store.</summary>
internal static class EngineErrors
{
    public static StoreException Translate(RestException error, string index) => error switch
    {
        { Type: "certificate" } => new(StoreError.StoreCertificateRefused, $"The connection to {At(error)} is not trusted. {error.Reason}", error),
        { Status: HttpStatusCode.Unauthorized } => new(
            StoreError.StoreAccessDenied, $"{At(error)} does not accept the user name and password, or the API key, that were given (or none was).", error),
        { Status: HttpStatusCode.Forbidden } when error.Type.Contains("block", StringComparison.Ordinal) => new(
            StoreError.StoreReadOnly, $"The index {index} at {At(error)} may not be written: {error.Reason}", error),
        { Status: HttpStatusCode.Forbidden } => new(StoreError.StoreAccessDenied, $"{At(error)} does not allow this user to do that: {error.Reason}", error),
        { Status: HttpStatusCode.NotFound, Type: "index_not_found_exception" } => NotFound(index, error.Node, error),
        { Status: HttpStatusCode.BadRequest } => new(StoreError.QueryRefused, $"{At(error)} refuses the request: {error.Reason}", error),
        { Status: HttpStatusCode.TooManyRequests } => new(StoreError.StoreBusy, $"{At(error)} is overloaded, and stayed so: {error.Reason}", error),
        _ => new(StoreError.StoreUnreachable, $"The store {index} cannot be used: {error.Message}", error),
    };

    /// <summary>Makes requests, and throws what an error of theirs means to the user of an index.</summary>
    /// <exception cref="StoreException">One was refused, or no node answered.</exception>
    public static T Translate<T>(string index, Func<T> requests)
    {
        try
        {
            return requests();
        }
        catch (RestException error)
        {
            throw Translate(error, index);
        }
    }

    /// <inheritdoc cref="Translate{T}(string, Func{T})"/>
    public static void Translate(string index, Action requests) => Translate(index, () =>
    {
        requests();
        return true;
    });

    public static StoreException NotFound(string index, Uri node, Exception? inner = null) => new(
        StoreError.StoreNotFound, $"There is no index {index} at {node.GetLeftPart(UriPartial.Authority)}. Adding a picture makes one; check the name if there should be one.", inner);

    /// <summary>Ends a search of which shards failed, so that an answer is never short in silence.</summary>
    public static void CheckWhole(JsonElement response)
    {
        (string type, string reason) = RestError.Read(response);
        if (type.Length + reason.Length > 0)
            throw new StoreException(type.Contains("parsing", StringComparison.Ordinal) ? StoreError.QueryRefused : StoreError.StoreUnreachable, $"The search failed: {reason}");
        if (response.TryGetProperty("timed_out", out JsonElement late) && late.GetBoolean())
            throw new StoreException(StoreError.StoreBusy, "The search took longer than the cluster allows. Try again, or ask for fewer candidates.");
        CheckShards(response);
    }

    /// <summary>Ends a request of which shards failed, so that no answer is short in silence.</summary>
    public static void CheckShards(JsonElement response)
    {
        if (response.TryGetProperty("_shards", out JsonElement shards) && shards.GetProperty("failed").GetInt32() is > 0 and int failed)
            throw new StoreException(StoreError.StoreUnreachable, $"{failed} shards of the index did not answer, so that the answer would be short. Try again when the cluster is green.");
    }

    private static string At(RestException error) => error.Node.GetLeftPart(UriPartial.Authority);
}
