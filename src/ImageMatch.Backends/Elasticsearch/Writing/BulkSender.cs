using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Sends changes in requests of bounded size, a few at once, and repeats those that the cluster had no room for.</summary>
internal sealed class BulkSender(StoreIndex index, SignatureOptions options)
{
    private const int RequestBytes = 5 << 20;
    private const int RequestsInFlight = 3;
    private const int MaxAttempts = 8;

    private static readonly byte[] NewLine = [(byte)'\n'];

    /// <summary>Sends the changes.</summary>
    /// <returns>An answer for each, in their order.</returns>
    /// <exception cref="RestException">Nothing at all could be delivered.</exception>
    public BulkResult[] Send(IReadOnlyList<BulkChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Any(change => change.Record is not null))
            index.PrepareWriting(cancellationToken);
        var results = new BulkResult[changes.Count];
        var failures = new ConcurrentBag<RestException>();
        Parallel.ForEach(
            Partitioner.Create(Requests(changes), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = RequestsInFlight, CancellationToken = cancellationToken },
            request => Deliver(changes, request, results, failures, cancellationToken));

        if (!failures.IsEmpty && Array.TrueForAll(results, result => result.Fate == BulkFate.Failed))
            throw failures.First();
        return results;
    }

    private void Deliver(
        IReadOnlyList<BulkChange> changes, List<Line> lines, BulkResult[] results, ConcurrentBag<RestException> failures, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        for (int attempt = 1; lines.Count > 0; attempt++)
        {
            try
            {
                lines = Attempt(changes, lines, results, isLast: attempt == MaxAttempts, cancellationToken);
            }
            catch (RestException error)
            {
                failures.Add(error);
                StoreException reason = EngineErrors.Translate(error, index.Name);
                foreach (Line line in lines)
                    results[line.Place] = new BulkResult(BulkFate.Failed, reason);
                return;
            }

            if (lines.Count == 0)
                return;
            cancellationToken.WaitHandle.WaitOne(pause * (0.5 + Random.Shared.NextDouble()));
            cancellationToken.ThrowIfCancellationRequested();
            pause = pause < TimeSpan.FromSeconds(5) ? pause * 2 : pause;
        }
    }

    /// <summary>Sends lines once.</summary>
    /// <returns>Those to be sent again.</returns>
    private List<Line> Attempt(IReadOnlyList<BulkChange> changes, List<Line> lines, BulkResult[] results, bool isLast, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(lines.Sum(line => line.Bytes.Length));
        foreach (Line line in lines)
            body.Write(line.Bytes.Span);
        bool hasOtherIds = lines.Any(line => changes[line.Place] is { Record: { } record } change && RecordDocument.IdOf(record.Key) != change.Id);
        JsonElement items = index.Bulk(body.WrittenMemory, hasOtherIds, cancellationToken);

        var again = new List<Line>();
        for (int i = 0; i < lines.Count; i++)
        {
            Line line = lines[i];
            BulkChange change = changes[line.Place];
            JsonElement item = items[i].EnumerateObject().First().Value;
            int status = item.GetProperty("status").GetInt32();
            (string type, string reason) = RestError.Read(item);
            if (status is 429 or 503 && !isLast)
                again.Add(line);
            else if (status == 400 && line.IndexMetadata && change.Record?.Metadata is not null)
                again.Add(ToLine(change, line.Place, indexMetadata: false, $"{change.Record.Key.Path}: its metadata is kept, but cannot be searched: {reason}"));
            else
                results[line.Place] = Result(status, reason, change, line);
        }

        return again;
    }

    private BulkResult Result(int status, string reason, BulkChange change, Line line) => status switch
    {
        < 300 => new BulkResult(BulkFate.Done, Warning: line.Warning ?? UnindexedWarning(change)),
        404 => BulkResult.Of(BulkFate.Missing),
        409 => BulkResult.Of(BulkFate.Conflict),
        400 => new BulkResult(BulkFate.Failed, new StoreException(StoreError.RecordRefused, $"The index {index.Name} refuses {change.Record?.Key.Path ?? change.Id}: {reason}")),
        429 or 503 => new BulkResult(
            BulkFate.Failed, new StoreException(StoreError.StoreBusy, $"{change.Record?.Key.Path ?? change.Id} could not be stored; the cluster had no room for it: {reason}")),
        _ => new BulkResult(BulkFate.Failed, new StoreException(StoreError.StoreUnreachable, $"{change.Record?.Key.Path ?? change.Id} could not be stored: {reason}")),
    };

    private static string? UnindexedWarning(BulkChange change) => change.Record?.Metadata is { } metadata && !DocumentText.CanBeIndexed(metadata)
        ? $"{change.Record.Key.Path}: its metadata is kept, but cannot be searched, for it is no object of keys and values."
        : null;

    /// <summary>The lines, in lists of about the size of a request.</summary>
    private IEnumerable<List<Line>> Requests(IReadOnlyList<BulkChange> changes)
    {
        var request = new List<Line>();
        int bytes = 0;
        for (int i = 0; i < changes.Count; i++)
        {
            Line line = ToLine(changes[i], i, indexMetadata: true, warning: null);
            request.Add(line);
            bytes += line.Bytes.Length;
            if (bytes >= RequestBytes)
            {
                yield return request;
                (request, bytes) = ([], 0);
            }
        }

        if (request.Count > 0)
            yield return request;
    }

    private Line ToLine(BulkChange change, int place, bool indexMetadata, string? warning)
    {
        string kind = change switch
        {
            { Record: null } => "delete",
            { Present: null, Overwrites: false } => "create",
            _ => "index",
        };
        string seen = change.Present is { } present
            ? string.Create(CultureInfo.InvariantCulture, $",\"if_seq_no\":{present.SequenceNumber},\"if_primary_term\":{present.PrimaryTerm}")
            : "";
        string action = $$"""{"{{kind}}":{"_id":{{JsonSerializer.Serialize(change.Id)}}{{seen}} } }""";

        var line = new ArrayBufferWriter<byte>(2048);
        line.Write(Encoding.UTF8.GetBytes(action));
        line.Write(NewLine);
        if (change.Record is { } record)
        {
            line.Write(new DocumentText(index.Layout, options).Write(record, change.Present, indexMetadata).Span);
            line.Write(NewLine);
        }

        return new Line(place, line.WrittenMemory, indexMetadata, warning);
    }

    private sealed record Line(int Place, ReadOnlyMemory<byte> Bytes, bool IndexMetadata, string? Warning);
}
