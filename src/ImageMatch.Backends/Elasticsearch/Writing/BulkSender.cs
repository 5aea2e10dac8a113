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
    private readonly BulkRequests _requests = new(index);

    /// <summary>Sends the changes.</summary>
    /// <returns>An answer for each, in their order.</returns>
    /// <exception cref="StoreException">Nothing at all could be delivered.</exception>
    public BulkResult[] Send(IReadOnlyList<BulkChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Any(change => change.Record is not null))
            index.PrepareWriting(cancellationToken);
        var results = new BulkResult[changes.Count];
        var text = new DocumentText(index.Layout, options);
        _requests.Send(changes.Select((change, place) => new Line(place, change, text)), Take, cancellationToken);
        return results;

        Line? Take(Line line, BulkItem item)
        {
            if (item.Status == 400 && line is { IndexMetadata: true, Change.Record: { Metadata: not null } record })
                return line with { IndexMetadata = false, Warning = $"{record.Key.Path}: its metadata is kept, but cannot be searched: {item.Reason}" };
            results[line.Place] = Result(item, line);
            return null;
        }
    }

    private BulkResult Result(BulkItem item, Line line) => item.Status switch
    {
        < 300 => new BulkResult(BulkFate.Done, Warning: line.Warning ?? UnindexedWarning(line.Change)),
        404 when line.Change.Record is null => BulkResult.Of(BulkFate.Missing),
        409 => BulkResult.Of(BulkFate.Conflict),
        400 => Failed(StoreError.RecordRefused, $"The index {index.Name} refuses {NameOf(line.Change)}: {item.Reason}"),
        404 => Failed(StoreError.StoreNotFound, $"{NameOf(line.Change)} could not be stored: there is no index {index.Name} any more."),
        429 or 503 => Failed(StoreError.StoreBusy, $"{NameOf(line.Change)} could not be stored; the cluster had no room for it: {item.Reason}"),
        _ => Failed(item.Undelivered?.Error ?? StoreError.StoreUnreachable, $"{NameOf(line.Change)} could not be stored: {item.Reason}", item.Undelivered),
    };

    private static BulkResult Failed(StoreError error, string message, Exception? cause = null) =>
        new(BulkFate.Failed, new StoreException(error, message, cause));

    private static string NameOf(BulkChange change) => change.Record?.Key.Path ?? change.Id;

    private static string? UnindexedWarning(BulkChange change) => change.Record?.Metadata is { } metadata && !MetadataForm.CanBeIndexed(metadata)
        ? $"{change.Record.Key.Path}: its metadata is kept, but cannot be searched, for it is no object of keys and values."
        : null;

    private sealed record Line(int Place, BulkChange Change, DocumentText Text) : BulkLine(Place)
    {
        public bool IndexMetadata { get; init; } = true;

        public string? Warning { get; init; }

        public override int Size => Change.Record is { } record ? Text.SizeOf(record) : Change.Id.Length;

        public override bool HasOtherId => Change.Record is { } record && RecordDocument.IdOf(record.Key) != Change.Id;

        public override void Write(IBufferWriter<byte> body)
        {
            string kind = Change switch
            {
                { Record: null } => "delete",
                { Present: null, Overwrites: false } => "create",
                _ => "index",
            };
            string seen = Change.Present is { } present
                ? string.Create(CultureInfo.InvariantCulture, $",\"if_seq_no\":{present.SequenceNumber},\"if_primary_term\":{present.PrimaryTerm}")
                : "";
            Encoding.UTF8.GetBytes($$"""{"{{kind}}":{"_id":{{JsonSerializer.Serialize(Change.Id)}}{{seen}} } }""", body);
            body.Write("\n"u8);
            if (Change.Record is not { } record)
                return;
            Text.Write(body, record, Change.Present, IndexMetadata);
            body.Write("\n"u8);
        }
    }
}
