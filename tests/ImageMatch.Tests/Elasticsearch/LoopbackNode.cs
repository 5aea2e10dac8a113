using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>What a test has a node answer.</summary>
/// <param name="Status">The status; null to cut the connection instead.</param>
/// <param name="Body">The JSON.</param>
internal sealed record NodeAnswer(int? Status, string Body = "{}")
{
    public static NodeAnswer Cut { get; } = new((int?)null);

    public static NodeAnswer Error(int status, string type, string reason) =>
        new(status, $$"""{"error": {"type": "{{type}}", "reason": "{{reason}}"}, "status": {{status}}}""");
}

/// <summary>A request that a node got.</summary>
internal sealed record NodeRequest(string Method, string Path, string Body, string? Authorization)
{
    private static readonly HttpClient Http = new();

    public bool IsBulk => Path.Contains("/_bulk", StringComparison.Ordinal);

    /// <summary>Has a real engine answer, perhaps with another body.</summary>
    public NodeAnswer Forward(Uri engine, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), new Uri(engine, Path));
        if (Body.Length > 0)
            request.Content = new StringContent(body ?? Body, Encoding.UTF8, IsBulk || Path.Contains("/_msearch", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json");
        using HttpResponseMessage response = Http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return new NodeAnswer((int)response.StatusCode, reader.ReadToEnd());
    }
}

/// <summary>A node on this machine that answers as a test says: out of its own head, or with what a real engine says.</summary>
internal sealed class LoopbackNode : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<NodeRequest, NodeAnswer> _answer;
    private readonly ConcurrentQueue<NodeRequest> _requests = new();
    private readonly ManualResetEventSlim _end = new();

    public LoopbackNode(Func<NodeRequest, NodeAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Uri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = ServeAsync();
    }

    /// <summary>A node that gives these answers in turn, the last one again and again.</summary>
    public static LoopbackNode InTurn(params NodeAnswer[] answers)
    {
        int next = -1;
        return new LoopbackNode(_ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]);
    }

    public Uri Uri { get; }

    public IReadOnlyList<NodeRequest> Requests => [.. _requests];

    /// <summary>Answers nothing for as long as the node is there.</summary>
    public NodeAnswer Hang()
    {
        _end.Wait();
        return NodeAnswer.Cut;
    }

    public void Dispose()
    {
        _end.Set();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsSet)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync();
            _ = Task.Run(() => Answer(client));
        }
    }

    /// <summary>Answers the one request of a connection.</summary>
    private void Answer(TcpClient client)
    {
        using (client)
        {
            NodeRequest request = Read(client.GetStream());
            _requests.Enqueue(request);
            NodeAnswer answer = _answer(request);
            if (answer.Status is not { } status)
                return;

            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            client.GetStream().Write(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\nX-Elastic-Product: Elasticsearch\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
            client.GetStream().Write(body);
        }
    }

    private static NodeRequest Read(NetworkStream stream)
    {
        var head = new List<byte>();
        while (!head[^Math.Min(head.Count, 4)..].SequenceEqual("\r\n\r\n"u8.ToArray()))
            head.Add((byte)stream.ReadByte());
        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

        byte[] body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        stream.ReadExactly(body);
        string[] request = lines[0].Split(' ');
        return new NodeRequest(request[0], request[1], Encoding.UTF8.GetString(body), headers.GetValueOrDefault("Authorization"));
    }
}
