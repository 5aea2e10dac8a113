using System.Net.Http.Headers;
using System.Text.Json;

namespace ImageMatch.Ratios.Clusters;

/// <summary>An index by its plain requests; gone at the end.</summary>
internal sealed class BenchIndex(Uri cluster, string name) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new() { BaseAddress = cluster, Timeout = TimeSpan.FromMinutes(30) };

    public string Name => name;

    public JsonElement Send(HttpMethod method, string call, ReadOnlyMemory<byte> body = default) => SendTo(method, $"{name}/{call}".TrimEnd('/'), body);

    /// <summary>Ends what indices keep for the sake of copies that might lag behind, which is a part of each document at first.</summary>
    public static void ForgetHistory(IReadOnlyList<BenchIndex> indices)
    {
        foreach (BenchIndex index in indices)
            index.Send(HttpMethod.Put, "_settings", """{"index.soft_deletes.retention_lease.period": "1s"}"""u8.ToArray());
        // Leases end with the next time that the copies of a shard agree, every half minute.
        Thread.Sleep(TimeSpan.FromSeconds(45));
    }

    /// <summary>Waits until the engine has merged what was added and made its copies, which takes from whatever is measured next.</summary>
    public void Settle()
    {
        Send(HttpMethod.Post, "_refresh");
        SendTo(HttpMethod.Get, $"_cluster/health/{name}?wait_for_no_initializing_shards=true&timeout=5m");
        while (Send(HttpMethod.Get, "_stats/merge").GetProperty("_all").GetProperty("total").GetProperty("merges").GetProperty("current").GetInt64() > 0)
            Thread.Sleep(TimeSpan.FromSeconds(0.5));
    }

    /// <summary>Bytes on the disk with all documents in one segment.</summary>
    public double MergedBytes()
    {
        Send(HttpMethod.Post, "_flush?force=true");
        Send(HttpMethod.Post, "_forcemerge?max_num_segments=1");
        Send(HttpMethod.Post, "_flush?force=true");
        Send(HttpMethod.Post, "_refresh");
        return Send(HttpMethod.Get, "_stats/store").GetProperty("_all").GetProperty("primaries").GetProperty("store").GetProperty("size_in_bytes").GetInt64();
    }

    public void Dispose()
    {
        Send(HttpMethod.Delete, "");
        _http.Dispose();
    }

    private JsonElement SendTo(HttpMethod method, string path, ReadOnlyMemory<byte> body = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (!body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = Json;
        }

        using HttpResponseMessage response = _http.Send(request);
        response.EnsureSuccessStatusCode();
        using Stream content = response.Content.ReadAsStream();
        return JsonSerializer.Deserialize<JsonElement>(content);
    }
}
