using System.Collections.Concurrent;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Sends lines in requests of bounded size, a few at once, and again what the cluster has no room for or cannot take for now. A line may thus arrive twice.
/// </summary>
internal sealed class BulkRequests(StoreIndex index)
{
    private const int RequestBytes = 5 << 20;
    private const int RequestsInFlight = 3;

    /// <summary>Sends lines.</summary>
    /// <param name="lines">The lines, which are written as they are sent, by several threads.</param>
    /// <param name="answered">Takes the answer to a line, on any thread; gives another line to be sent instead, or null.</param>
    /// <exception cref="StoreException">Nothing at all could be delivered.</exception>
    public void Send<TLine>(IEnumerable<TLine> lines, Func<TLine, BulkItem, TLine?> answered, CancellationToken cancellationToken)
        where TLine : BulkLine
    {
        var retry = new WriteRetry(index.Client.WriteRetryTime);
        var failures = new ConcurrentQueue<StoreException>();
        bool isAnswered = false;
        Parallel.ForEach(
            Partitioner.Create(InRequests(lines), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = RequestsInFlight, CancellationToken = cancellationToken },
            request =>
            {
                if (Deliver(request, answered, retry, cancellationToken) is { } failure)
                    failures.Enqueue(failure);
                else
                    isAnswered = true;
            });

        if (!isAnswered && failures.TryPeek(out StoreException? first))
            throw first;
    }

    /// <summary>The lines, in lists of about the size of a request.</summary>
    private static IEnumerable<List<TLine>> InRequests<TLine>(IEnumerable<TLine> lines)
        where TLine : BulkLine
    {
        var request = new List<TLine>();
        int bytes = 0;
        foreach (TLine line in lines)
        {
            request.Add(line);
            bytes += line.Size;
            if (bytes >= RequestBytes)
            {
                yield return request;
                (request, bytes) = ([], 0);
            }
        }

        if (request.Count > 0)
            yield return request;
    }

    /// <summary>Sends a request until each of its lines is answered.</summary>
    /// <returns>Why that was not to be had; null where it was.</returns>
    private StoreException? Deliver<TLine>(List<TLine> lines, Func<TLine, BulkItem, TLine?> answered, WriteRetry retry, CancellationToken cancellationToken)
        where TLine : BulkLine
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                lines = Attempt(lines, answered, retry, cancellationToken);
                if (lines.Count == 0)
                    return null;
            }
            catch (Exception error) when (error is RestException or StoreException)
            {
                if (retry.IsOver || error is not RestException { IsRetryable: true })
                    return GiveUp(lines, answered, error as StoreException ?? EngineErrors.Translate((RestException)error, index.Name));
            }

            WriteRetry.Pause(attempt, cancellationToken);
        }
    }

    /// <summary>Sends lines once.</summary>
    /// <returns>Those to be sent again.</returns>
    private List<TLine> Attempt<TLine>(List<TLine> lines, Func<TLine, BulkItem, TLine?> answered, WriteRetry retry, CancellationToken cancellationToken)
        where TLine : BulkLine
    {
        using var body = new PooledBuffer(lines.Sum(line => line.Size));
        lines.ForEach(line => line.Write(body));
        JsonElement items = index.Bulk(body.Written, lines.Exists(line => line.HasOtherId), cancellationToken);

        bool isLast = retry.IsOver;
        var again = new List<TLine>();
        foreach ((TLine line, JsonElement answer) in lines.Zip(items.EnumerateArray()))
        {
            JsonElement action = answer.EnumerateObject().First().Value;
            (string type, string reason) = RestError.Read(action);
            var item = new BulkItem(action.GetProperty("status").GetInt32(), type, reason);
            if (!item.IsRetryable)
                retry.Succeeded();
            if (item.IsRetryable && !isLast)
                again.Add(line);
            else if (answered(line, item) is { } other)
                again.Add(other);
        }

        return again;
    }

    private static StoreException GiveUp<TLine>(List<TLine> lines, Func<TLine, BulkItem, TLine?> answered, StoreException reason)
        where TLine : BulkLine
    {
        foreach (TLine line in lines)
            answered(line, new BulkItem(null, "", reason.Message, reason));
        return reason;
    }
}
