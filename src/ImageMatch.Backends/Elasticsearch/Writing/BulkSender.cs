using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Sends changes of records. Where the mapping refuses a record's metadata, the record is stored with its metadata kept apart.</summary>
internal sealed class BulkSender(StoreIndex index, SignatureOptions options)
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    private readonly BulkRequests _requests = new(index);

    /// <summary>Sends the changes.</summary>
    /// <returns>An answer for each, in their order.</returns>
    /// <exception cref="StoreException">Nothing at all could be delivered.</exception>
    public BulkResult[] Send(IReadOnlyList<BulkChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Any(change => change.Record is not null))
            index.PrepareWriting(cancellationToken);
        var results = new BulkResult[changes.Count];
        _requests.Send(changes.Select((change, place) => ToLine(change, place, indexMetadata: true, warning: null)), Take, cancellationToken);
        return results;

        Line? Take(Line line, BulkItem item)
        {
            BulkChange change = changes[line.Place];
            if (item.Status == 400 && line.IndexMetadata && change.Record?.Metadata is not null)
                return ToLine(change, line.Place, indexMetadata: false, $"{change.Record.Key.Path}: its metadata is kept, but cannot be searched: {item.Reason}");
            results[line.Place] = Result(item, change, line);
            return null;
        }
    }

    private BulkResult Result(BulkItem item, BulkChange change, Line line) => item.Status switch
    {
        < 300 => new BulkResult(BulkFate.Done, Warning: line.Warning ?? UnindexedWarning(change)),
        404 when change.Record is null => BulkResult.Of(BulkFate.Missing),
        409 => BulkResult.Of(BulkFate.Conflict),
        400 => Failed(StoreError.RecordRefused, $"The index {index.Name} refuses {NameOf(change)}: {item.Reason}"),
        404 => Failed(StoreError.StoreNotFound, $"{NameOf(change)} could not be stored: there is no index {index.Name} any more."),
        429 or 503 => Failed(StoreError.StoreBusy, $"{NameOf(change)} could not be stored; the cluster had no room for it: {item.Reason}"),
        _ => Failed(item.Undelivered?.Error ?? StoreError.StoreUnreachable, $"{NameOf(change)} could not be stored: {item.Reason}", item.Undelivered),
    };

    private static BulkResult Failed(StoreError error, string message, Exception? cause = null) =>
        new(BulkFate.Failed, new StoreException(error, message, cause));

    private static string NameOf(BulkChange change) => change.Record?.Key.Path ?? change.Id;

    private static string? UnindexedWarning(BulkChange change) => change.Record?.Metadata is { } metadata && !MetadataForm.CanBeIndexed(metadata)
        ? $"{change.Record.Key.Path}: its metadata is kept, but cannot be searched, for it is no object of keys and values."
        : null;

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
            new DocumentText(index.Layout, options).Write(line, record, change.Present, indexMetadata);
            line.Write(NewLine);
        }

        bool hasOtherId = change.Record is { } written && RecordDocument.IdOf(written.Key) != change.Id;
        return new Line(place, line.WrittenMemory, hasOtherId, indexMetadata, warning);
    }

    private sealed record Line(int Place, ReadOnlyMemory<byte> Bytes, bool HasOtherId, bool IndexMetadata, string? Warning) : BulkLine(Place, Bytes, HasOtherId);
}
