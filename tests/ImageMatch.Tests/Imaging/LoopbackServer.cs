using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImageMatch.Tests.Imaging;

/// <summary>An HTTP server on this machine that sends prepared bytes, good or bad, and closes the connection.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, (byte[] Bytes, TimeSpan Pause)> _answers = new();
    private readonly CancellationTokenSource _stop = new();

    public LoopbackServer()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The last request with its headers.</summary>
    public string LastRequest { get; private set; } = "";

    public static byte[] Ok(byte[] body, string headers = "") =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{headers}Content-Length: {body.Length}\r\n\r\n"), .. body];

    public static byte[] Redirect(string target) => Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n");

    public Uri Uri(string path) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    /// <summary>Prepares an answer: no bytes for none at all, a pause for one hundred bytes at a time.</summary>
    public Uri Answer(string path, byte[] answer, TimeSpan pause = default)
    {
        _answers[path] = (answer, pause);
        return Uri(path);
    }

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;

        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
            _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            byte[] buffer = new byte[8192];
            int length = await stream.ReadAsync(buffer, _stop.Token);
            LastRequest = Encoding.ASCII.GetString(buffer, 0, length);
            string path = LastRequest.Split(' ').ElementAtOrDefault(1) ?? "";
            var (bytes, pause) = _answers.GetValueOrDefault(path, ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), default));
            if (bytes.Length == 0)
                await Task.Delay(Timeout.Infinite, _stop.Token);

            foreach (byte[] part in pause == default ? [bytes] : bytes.Chunk(100))
            {
                await stream.WriteAsync(part, _stop.Token);
                if (pause != default)
                    await Task.Delay(pause, _stop.Token);
            }
        }
    }
}
