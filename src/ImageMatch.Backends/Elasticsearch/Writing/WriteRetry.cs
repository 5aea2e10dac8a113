using System.Diagnostics;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Patience with a cluster that is to be written to: as long as a node may take to start again, counted from the last request that succeeded. What was signed
/// for hours is not to be lost to a restart.
/// </summary>
internal sealed class WriteRetry(TimeSpan limit)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private long _succeeded = Stopwatch.GetTimestamp();

    /// <summary>Whether nothing is to be tried again.</summary>
    public bool IsOver => Stopwatch.GetElapsedTime(Volatile.Read(ref _succeeded)) >= limit;

    /// <summary>Notes that the cluster took a request.</summary>
    public void Succeeded() => Volatile.Write(ref _succeeded, Stopwatch.GetTimestamp());

    /// <summary>Waits before another attempt, longer each time.</summary>
    /// <param name="attempt">How many attempts there were.</param>
    public static void Pause(int attempt, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause * Math.Pow(2, Math.Min(attempt - 1, 5));
        cancellationToken.WaitHandle.WaitOne((pause < LongestPause ? pause : LongestPause) * (0.5 + Random.Shared.NextDouble()));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Reads what is needed to write, again while the cluster cannot tell.</summary>
    public T Read<T>(Func<T> requests, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                T answer = requests();
                Succeeded();
                return answer;
            }
            catch (Exception error) when (!IsOver && error is RestException { IsRetryable: true } or StoreException { Error: StoreError.StoreUnreachable or StoreError.StoreBusy })
            {
                Pause(attempt, cancellationToken);
            }
        }
    }
}
