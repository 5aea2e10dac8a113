using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// The windows of records in an index beside theirs, a document each, so that who knows nothing of windows sees pictures only, and the windows of one picture do not
/// take the place of others' candidates. They are written before their record and removed after it.
/// </summary>
internal sealed class WindowIndex
{
    /// <summary>Follows the name of the store's index.</summary>
    public const string Suffix = "-windows";

    private const int RecordsAtOnce = 60;

    private readonly DocumentReader _reader;

    public WindowIndex(RestClient client, string storeName, bool refreshAfter)
    {
        Index = new StoreIndex(client, storeName + Suffix, refreshAfter);
        _reader = new DocumentReader(Index);
    }

    /// <summary>The index.</summary>
    public StoreIndex Index { get; }

    /// <summary>Makes the index, before that of the records. Windows of a store of this name that was deleted belong to no record.</summary>
    public void Create(int shards, CancellationToken cancellationToken) => Index.Create(IndexMapping.CreateWindows(shards), cancellationToken);

    /// <summary>The windows that name records, whether they are theirs or were left behind.</summary>
    public IEnumerable<StoredDocument> Naming(IEnumerable<string> recordIds, CancellationToken cancellationToken)
    {
        Index.RefreshOwn(cancellationToken);
        return recordIds.Chunk(RecordsAtOnce).SelectMany(some => _reader.InOrder(Queries.AnyTerm(WindowDocument.RecordField, some), cancellationToken));
    }

    /// <summary>Records with their windows.</summary>
    public IEnumerable<MatchRecord> Attach(IEnumerable<MatchRecord> records, CancellationToken cancellationToken) =>
        records.Chunk(RecordsAtOnce).SelectMany(some => Attach(some, [.. Naming(some.Select(record => record.Id), cancellationToken)]));

    /// <summary>Records with those of the windows that are theirs.</summary>
    public static IEnumerable<MatchRecord> Attach(IEnumerable<MatchRecord> records, IReadOnlyList<StoredDocument> windows)
    {
        ILookup<string, MatchRecord> naming = windows.Select(window => window.Record).ToLookup(WindowDocument.RecordOf, StringComparer.Ordinal);
        return records.Select(record => record with
        {
            Windows = [.. naming[record.Id].Where(window => WindowDocument.IsOf(window, record)).Select(WindowDocument.Read).OrderBy(window => window.Number)],
        });
    }
}
