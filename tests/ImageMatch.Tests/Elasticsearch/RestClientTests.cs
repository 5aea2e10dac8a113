using System.Net;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Requests to nodes that are overloaded, slow, cut off or dead.</summary>
public sealed class RestClientTests
{
    private const string Secret = "s3cret-pass";

    private static readonly NodeAnswer Fine = new(200, """{"fine": true}""");

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void A_node_that_has_no_time_is_asked_again(int status)
    {
        using var node = LoopbackNode.InTurn(NodeAnswer.Error(status, "busy", "later"), NodeAnswer.Error(status, "busy", "later"), Fine);
        using RestClient client = Client(node);

        Assert.True(client.Send(HttpMethod.Get, "images").Body.GetProperty("fine").GetBoolean());

        Assert.Equal(3, node.Requests.Count);
        Assert.All(node.Requests, request => Assert.Equal(("GET", "/images"), (request.Method, request.Path)));
    }

    [Fact]
    public void A_node_that_never_has_time_is_given_up_with_what_it_said()
    {
        using var node = LoopbackNode.InTurn(NodeAnswer.Error(503, "unavailable", "no master"));
        using RestClient client = Client(node, retries: 1);

        RestException error = Assert.Throws<RestException>(() => client.SendLines("_bulk", "{}\n"u8.ToArray()));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable", "no master", node.Uri, true), (error.Status!.Value, error.Type, error.Reason, error.Node, error.IsRetryable));
        Assert.Equal($"{node.Uri.GetLeftPart(UriPartial.Authority)}: 503 no master", error.Message);
        Assert.Equal(2, node.Requests.Count);
    }

    [Theory]
    [InlineData(400, StoreError.QueryRefused)]
    [InlineData(401, StoreError.StoreAccessDenied)]
    [InlineData(403, StoreError.StoreAccessDenied)]
    [InlineData(500, StoreError.StoreUnreachable)]
    public void A_refusal_is_not_asked_for_twice(int status, StoreError expected)
    {
        using var node = LoopbackNode.InTurn(NodeAnswer.Error(status, "refused", "so it is"), Fine);
        using RestClient client = Client(node);

        RestException error = Assert.Throws<RestException>(() => client.Send(HttpMethod.Get, "images"));

        Assert.False(error.IsRetryable);
        Assert.Equal(status, (int)error.Status!);
        Assert.Single(node.Requests);
        StoreException translated = EngineErrors.Translate(error, "images");
        Assert.Equal(expected, translated.Error);
        Assert.Contains(node.Uri.GetLeftPart(UriPartial.Authority), translated.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_is_cut_is_made_anew()
    {
        using var node = LoopbackNode.InTurn(NodeAnswer.Cut, Fine);
        using RestClient client = Client(node);

        Assert.True(client.Send(HttpMethod.Get, "images").Body.GetProperty("fine").GetBoolean());
    }

    [Fact]
    public void A_node_that_does_not_answer_in_time_is_given_up()
    {
        LoopbackNode node = null!;
        node = new LoopbackNode(_ => node.Hang());
        using (node)
        {
            using var client = new RestClient(new RestClientOptions { Uris = [node.Uri], MaxRetries = 1, Timeout = TimeSpan.FromSeconds(1) });

            RestException error = Assert.Throws<RestException>(() => client.Send(HttpMethod.Get, "images"));

            Assert.Null(error.Status);
            Assert.True(error.IsRetryable);
            Assert.Contains("no answer within 1 seconds", error.Message, StringComparison.Ordinal);
            Assert.Equal(2, node.Requests.Count);
        }
    }

    [Fact]
    public void Another_node_is_asked_where_one_cuts_connections_hangs_or_is_not_there()
    {
        LoopbackNode hanging = null!;
        hanging = new LoopbackNode(_ => hanging.Hang());
        using LoopbackNode cutting = LoopbackNode.InTurn(NodeAnswer.Cut), living = LoopbackNode.InTurn(Fine);
        using (hanging)
        {
            using var client = new RestClient(new RestClientOptions { Uris = [new Uri("http://127.0.0.1:9"), cutting.Uri, hanging.Uri, living.Uri], Timeout = TimeSpan.FromSeconds(1) });

            Assert.True(client.Send(HttpMethod.Get, "images").Body.GetProperty("fine").GetBoolean());
            Assert.Single(living.Requests);
        }
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("")]
    public void What_is_no_search_engine_is_said(string body)
    {
        using var node = LoopbackNode.InTurn(new NodeAnswer(200, body));
        using RestClient client = Client(node);

        Assert.Contains("no search engine", Assert.Throws<RestException>(() => client.Send(HttpMethod.Get, "images")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(503)]
    [InlineData(null)]
    public void No_error_holds_a_secret(int? status)
    {
        foreach (RestCredential credential in new[] { RestCredential.Basic("user", Secret), RestCredential.ApiKey(Secret) })
        {
            using var node = LoopbackNode.InTurn(status is { } code ? NodeAnswer.Error(code, "refused", "so it is") : NodeAnswer.Cut);
            var options = new RestClientOptions { Uris = [node.Uri], Credential = credential, MaxRetries = 1 };
            using var client = new RestClient(options);

            RestException error = Assert.Throws<RestException>(() => client.Send(HttpMethod.Get, "images"));

            string sent = node.Requests[0].Authorization!.Split(' ')[1];
            foreach (string text in new[] { error.ToString(), EngineErrors.Translate(error, "images").ToString(), options.ToString() })
            {
                Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
                Assert.DoesNotContain(sent, text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("http://user:s3cret-pass@127.0.0.1:9200")]
    [InlineData("ftp://user:s3cret-pass@127.0.0.1")]
    public void An_address_with_a_password_is_refused_without_showing_it(string address)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new RestClientOptions { Uris = [new Uri(address)] });

        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    private static RestClient Client(LoopbackNode node, int retries = 6) => new(new RestClientOptions { Uris = [node.Uri], MaxRetries = retries });
}
