using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Scanning;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// The windows of records in an index beside theirs, a document each, so that who knows nothing of windows sees pictures only, and the windows of one picture do not
/// take the place of others' candidates. They are written before their record and removed after it; a window belongs to a record as long as it names the
/// signature that the record has, so that whatever a broken off writer leaves is never taken for a part of one.
/// </summary>
/// <remarks>A document is shaped as a record's: its path is the record's id, its source the version of the record's signature, its frame the window's number.</remarks>
internal sealed class WindowIndex(RestClient client, string storeName, SignatureProfile profile, ElasticsearchStoreOptions options)
{
    /// <summary>Follows the name of the store's index.</summary>
    public const string Suffix = "-windows";

    private const int VersionBytes = 9;
    private const int IdBytes = 16;
    private const int RecordsAtOnce = 60;

    /// <summary>After this long nobody is about to write the record of a window any more.</summary>
    private static readonly TimeSpan Forsaken = TimeSpan.FromHours(1);

    private readonly StoreIndex _index = new(client, storeName + Suffix, options.RefreshAfter);

    private DocumentReader Reader => new(_index);

    /// <summary>Makes the index, before that of the records. Windows of a store of this name that was deleted belong to no record.</summary>
    public void Create(int shards, CancellationToken cancellationToken) => _index.Create(IndexMapping.CreateWindows(shards), cancellationToken);

    /// <summary>Writes the windows of records that are to be written.</summary>
    /// <exception cref="StoreException">A window could not be written.</exception>
    public void Write(IReadOnlyList<BulkChange> changes, CancellationToken cancellationToken)
    {
        MatchRecord[] records = [.. changes.Select(change => change.Record).OfType<MatchRecord>()];
        BulkChange[] windows = [.. records.SelectMany(record => record.Windows.Select(window => ToChange(record, window)))];
        if (windows.Length == 0)
            return;

        // One that is there already is the same one.
        BulkResult[] results = new BulkSender(_index, profile.Options).Send(windows, cancellationToken);
        if (results.FirstOrDefault(result => result.Fate == BulkFate.Failed) is { } failed)
            throw failed.Error!;
    }

    /// <summary>Removes the windows that records had before they were written.</summary>
    public void RemoveReplaced(IReadOnlyList<BulkChange> changes, CancellationToken cancellationToken) => Remove(
        changes.Where(change => change is { Record: { } record, Present: { } present } && !record.Signature.Equals(present.Record.Signature))
            .Select(change => Queries.Without(Queries.Term("path", change.Id), Queries.Term("source", VersionOf(change.Record!)))),
        cancellationToken);

    /// <summary>Removes the windows of records that are gone.</summary>
    public void RemoveOf(IEnumerable<string> ids, CancellationToken cancellationToken) => Remove(ids.Select(id => Queries.Term("path", id)), cancellationToken);

    /// <summary>Records with their windows.</summary>
    public IEnumerable<MatchRecord> Attach(IEnumerable<MatchRecord> records, CancellationToken cancellationToken)
    {
        _index.RefreshOwn(cancellationToken);
        foreach (MatchRecord[] some in records.Chunk(RecordsAtOnce))
        {
            MatchRecord[] windows =
                [.. Reader.InOrder(Queries.AnyTerm("path", some.Select(record => record.Id)), cancellationToken).Select(document => document.Record)];
            foreach (MatchRecord record in Attach(some, windows))
                yield return record;
        }
    }

    /// <summary>Records with those of the windows that are theirs.</summary>
    public static IEnumerable<MatchRecord> Attach(IReadOnlyList<MatchRecord> records, IReadOnlyList<MatchRecord> windows)
    {
        ILookup<string, MatchRecord> byRecord = windows.ToLookup(window => window.Key.Path, StringComparer.Ordinal);
        return records.Select(record => record with
        {
            Windows =
            [
                .. byRecord[record.Id].Where(window => window.Key.Source == VersionOf(record)).OrderBy(window => window.Key.Frame)
                    .Select(window => new StoredWindow(window.Key.Frame, window.Signature)),
            ],
        });
    }

    /// <summary>The windows that the cluster takes for candidates of each query, of each record the best; or, exactly, all that are near enough.</summary>
    public IReadOnlyList<MatchRecord>[] Find(IReadOnlyList<SearchQuery> queries, IReadOnlyList<int?> limits, bool exact, CancellationToken cancellationToken)
    {
        _index.RefreshOwn(cancellationToken);
        IReadOnlyCollection<string>[] ids = exact ? Scan(queries, cancellationToken) : Ask(queries, limits, cancellationToken);
        Dictionary<string, StoredDocument> windows = Reader.ById(ids.SelectMany(some => some).Distinct(StringComparer.Ordinal), null, cancellationToken);
        return [.. ids.Select(some => (IReadOnlyList<MatchRecord>)[.. some.Where(windows.ContainsKey).Select(id => windows[id].Record)])];
    }

    /// <summary>Removes windows that belong to none of the records that they name, where their writer was broken off long ago.</summary>
    /// <param name="windows">The windows found.</param>
    /// <param name="records">The records found.</param>
    /// <param name="reader">Reads records as they are at this moment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Sweep(IReadOnlyList<MatchRecord> windows, IReadOnlyList<MatchRecord> records, DocumentReader reader, CancellationToken cancellationToken)
    {
        MatchRecord[] orphans = Orphans(windows.Where(window => window.Added < DateTimeOffset.UtcNow - Forsaken), records);
        if (orphans.Length == 0)
            return;

        try
        {
            orphans = Orphans(orphans, reader.Current(orphans.Select(window => window.Key.Path), cancellationToken).Values.Select(document => document.Record));
            new BulkSender(_index, profile.Options).Send(Array.ConvertAll(orphans, window => new BulkChange(window.Id, null, null)), cancellationToken);
        }
        catch (RestException)
        {
            // Who searches need not be allowed to write; they are passed over either way.
        }
    }

    private static MatchRecord[] Orphans(IEnumerable<MatchRecord> windows, IEnumerable<MatchRecord> records)
    {
        HashSet<(string, string)> present = [.. records.Select(record => (record.Id, VersionOf(record)))];
        return [.. windows.Where(window => !present.Contains((window.Key.Path, window.Key.Source)))];
    }

    private IReadOnlyCollection<string>[] Ask(IReadOnlyList<SearchQuery> queries, IReadOnlyList<int?> limits, CancellationToken cancellationToken)
    {
        IReadOnlyList<CandidatePool> pools = CandidatePool.Of(_index, profile.Options, cancellationToken);
        int shards = _index.ShardCount(cancellationToken);
        var search = new CandidateSearch(_index, profile, pools, shards) { OfWindows = true };
        Candidates[] candidates = search.Find(
            queries, [.. queries.Select(_ => (JsonNode?)null)], [.. limits.Select(limit => pools.Select(pool => limit ?? pool.DefaultLimit).ToArray())], cancellationToken);
        return [.. candidates.Select(each => each.Ids)];
    }

    private IReadOnlyCollection<string>[] Scan(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        RecordScan[] scans =
        [
            .. queries.Select(query => ScanAnswer.ToScan(query, profile, null)).Select(scan => scan with
            {
                Asked = [.. scan.Asked.Select(asked => asked with { IsWindow = true })],
                Limit = null,
            }),
        ];
        return [.. SignatureCache.Search(_index, options, scans, cancellationToken)];
    }

    private void Remove(IEnumerable<JsonNode> queries, CancellationToken cancellationToken)
    {
        foreach (JsonNode[] some in queries.Chunk(RecordsAtOnce))
        {
            // Deleting by a query is a module that not every engine has.
            _index.RefreshOwn(cancellationToken);
            BulkChange[] windows = [.. Reader.InOrder(Queries.Any(some), cancellationToken).Select(document => new BulkChange(document.Record.Id, null, null))];
            new BulkSender(_index, profile.Options).Send(windows, cancellationToken);
        }
    }

    private static BulkChange ToChange(MatchRecord record, StoredWindow window)
    {
        string version = VersionOf(record);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{record.Id}\0{version}\0{window.Number}"));
        var document = new MatchRecord
        {
            Id = Base64Url.EncodeToString(hash.AsSpan(0, IdBytes)),
            Key = new RecordKey(version, record.Id, window.Number),
            Signature = window.Signature,
            Added = DateTimeOffset.UtcNow,
        };
        return new BulkChange(document.Id, document, null);
    }

    private static string VersionOf(MatchRecord record) =>
        Base64Url.EncodeToString(SHA256.HashData(MemoryMarshal.AsBytes(record.Signature.Values)).AsSpan(0, VersionBytes));
}
