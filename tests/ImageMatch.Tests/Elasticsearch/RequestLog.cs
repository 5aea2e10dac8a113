using System.Collections.Concurrent;
using System.Diagnostics;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>The requests that this process sends about one index, as .NET itself reports them.</summary>
internal sealed class RequestLog : IDisposable
{
    private readonly ConcurrentQueue<string> _calls = [];
    private readonly ActivityListener _listener;

    public RequestLog(string index)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                string[] parts = new Uri((string)activity.GetTagItem("url.full")!).AbsolutePath.Split('/');
                if (parts[1] == index)
                    _calls.Enqueue(parts[^1]);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What was asked since this was last read, such as _search.</summary>
    public IReadOnlyList<string> Take()
    {
        var calls = new List<string>();
        while (_calls.TryDequeue(out string? call))
            calls.Add(call);
        return calls;
    }

    public void Dispose() => _listener.Dispose();
}
