using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>
/// Sends requests to a cluster: each within a time limit, repeated with growing pauses where a node is overloaded or lost, on another node where there is one.
/// A request may thus arrive twice: callers send only what can be repeated. Safe to be called from several threads.
/// </summary>
internal sealed class RestClient : IDisposable
{
    private const int CompressedFrom = 4096;
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");

    private readonly HttpClient _http;
    private readonly RestNodes _nodes;
    private readonly RestClientOptions _options;
    private readonly ResiliencePipeline<RestAnswer> _pipeline;

    public RestClient(RestClientOptions options)
    {
        _options = options;
        _nodes = new RestNodes([.. options.Uris.Distinct()], TimeProvider.System);
        _http = new HttpClient(CreateHandler(options)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = options.Credential?.ToHeader();
        _pipeline = new ResiliencePipelineBuilder<RestAnswer>()
            .AddRetry(new RetryStrategyOptions<RestAnswer>
            {
                ShouldHandle = new PredicateBuilder<RestAnswer>().Handle<RestException>(error => error.IsRetryable),
                MaxRetryAttempts = options.MaxRetries,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(10),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    /// <summary>The first node's address, by which the cluster is known.</summary>
    public Uri Address => _options.Uris[0];

    /// <inheritdoc cref="RestClientOptions.Timeout"/>
    public TimeSpan Timeout => _options.Timeout;

    /// <inheritdoc cref="RestClientOptions.WriteRetryTime"/>
    public TimeSpan WriteRetryTime => _options.WriteRetryTime;

    /// <summary>Sends a request with a JSON body or none.</summary>
    /// <exception cref="RestException">It was refused, or no node answered.</exception>
    public RestAnswer Send(HttpMethod method, string path, ReadOnlyMemory<byte> body = default, CancellationToken cancellationToken = default) =>
        _pipeline.Execute(token => SendOnce(method, path, body, Json, token), cancellationToken);

    /// <summary>Sends lines of JSON, as _bulk and _msearch take them.</summary>
    public RestAnswer SendLines(string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default) =>
        _pipeline.Execute(token => SendOnce(HttpMethod.Post, path, body, Lines, token), cancellationToken);

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler(RestClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
            // Credentials go to the nodes that were named and nowhere else.
            AllowAutoRedirect = false,
        };
        var check = new CertificateCheck(options);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => check.Accept(certificate, chain, errors);
        return handler;
    }

    private RestAnswer SendOnce(HttpMethod method, string path, ReadOnlyMemory<byte> body, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        Uri node = _nodes.Next();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(node, path));
            if (!body.IsEmpty)
                request.Content = CreateContent(body, type, node);
            using HttpResponseMessage response = _http.Send(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            using Stream content = response.Content.ReadAsStream(limit.Token);
            _nodes.Answered(node);
            return Read(response, content, node);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            _nodes.Failed(node);
            throw new RestException(null, "", $"There was no answer within {_options.Timeout.TotalSeconds:0} seconds.", node, isRetryable: true, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (Exception? inner = error; inner is not null; inner = inner.InnerException)
            {
                // Trying again would meet the same certificate.
                if (inner is AuthenticationException)
                    throw new RestException(null, "certificate", inner.Message, node, isRetryable: false, error);
            }

            _nodes.Failed(node);
            throw new RestException(null, "", $"The connection failed: {error.Message}", node, isRetryable: true, error);
        }
    }

    private static HttpContent CreateContent(ReadOnlyMemory<byte> body, MediaTypeHeaderValue type, Uri node)
    {
        // Compression pays on a network, not inside of one machine.
        bool compress = body.Length >= CompressedFrom && !node.IsLoopback;
        HttpContent content = compress ? new ByteArrayContent(Compress(body)) : new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = type;
        if (compress)
            content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static byte[] Compress(ReadOnlyMemory<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 2);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body.Span);
        return compressed.ToArray();
    }

    private static RestAnswer Read(HttpResponseMessage response, Stream content, Uri node)
    {
        JsonElement body = default;
        try
        {
            body = JsonSerializer.Deserialize<JsonElement>(content);
        }
        catch (JsonException error) when (response.IsSuccessStatusCode)
        {
            throw new RestException(response.StatusCode, "", "The answer is no JSON; this is no search engine.", node, isRetryable: false, error);
        }
        catch (JsonException)
        {
            // A proxy's own page; the status says enough.
        }

        if (response.IsSuccessStatusCode)
            return new RestAnswer(body, response.Headers.Contains("X-Elastic-Product"));

        bool retryable = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        (string type, string reason) = RestError.Read(body);
        throw new RestException(response.StatusCode, type, reason.Length > 0 ? reason : response.ReasonPhrase ?? "", node, retryable);
    }
}
