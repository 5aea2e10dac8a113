using System.Text.Json;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>A store in one SQLite file. Searches compare every stored signature, so that no match is lost.</summary>
public sealed class SqliteStore : ISignatureStore
{
    private readonly SqliteFile _file;
    private readonly RecordSearch _search;
    private int _disposed;

    private SqliteStore(SqliteFile file, SignatureProfile profile, SqliteStoreOptions options)
    {
        _file = file;
        Profile = profile;
        Source = options.Source;
        Decisions = new DecisionTable(file);
        SharedIndex index = SharedIndex.InUse.Acquire((file.Path, file.StoreId!), () => new SharedIndex(profile.CropTolerance != CropTolerance.None));
        _search = new RecordSearch(file, index, profile, options.LeastKept);
    }

    /// <inheritdoc/>
    public SignatureProfile Profile { get; }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public IDecisionLedger Decisions { get; }

    /// <summary>Opens a store file.</summary>
    /// <param name="path">The file; a relative path starts from the process's current folder.</param>
    /// <param name="options">How; null to open what is there as it is.</param>
    /// <exception cref="StoreException">It is not there, cannot be used, or was made with other choices than those asked for.</exception>
    public static SqliteStore Open(string path, SqliteStoreOptions? options = null)
    {
        options ??= new SqliteStoreOptions();
        (SqliteFile file, SignatureProfile profile) = SqliteStoreOpening.Open(Path.GetFullPath(path), options);
        return new SqliteStore(file, profile, options);
    }

    /// <inheritdoc/>
    public StoreDescription Describe(CancellationToken cancellationToken = default) => _file.Read(session => new StoreDescription
    {
        Product = "SQLite",
        Version = session.Scalar<string>("SELECT sqlite_version()")!,
        Location = _file.Path,
        Count = session.Scalar<long>(Sql.Count),
        Bytes = new[] { _file.Path, _file.Path + "-wal" }.Select(path => new FileInfo(path)).Where(file => file.Exists).Sum(file => file.Length),
        SchemaVersion = SqliteSchema.CurrentVersion,
        Profile = Profile,
    });

    /// <inheritdoc/>
    public IReadOnlyList<AddOutcome> Add(IReadOnlyList<RecordDraft> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Count == 0 ? [] : Write((writer, draft) => writer.Add(draft), batch, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<MatchRecord?> Find(IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return _file.Read(session => keys.Select(key =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return RecordWriter.Newest(session, key)?.Record;
        }).ToList());
    }

    /// <inheritdoc/>
    public IEnumerable<MatchRecord> Get(RecordQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        SearchRules.CheckNoEngineQuery(query.EngineQuery);
        return new RecordSelection(_file, query).Read(cancellationToken);
    }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<string>> GetMetadataKeys(CancellationToken cancellationToken = default)
    {
        long before = long.MaxValue;
        while (_file.Use(session => session.Query(Sql.MetadataBefore, row => (Number: row.GetInt64(0), Text: row.GetString(1)), before)) is { Count: > 0 } page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (IReadOnlyList<string> key in page.SelectMany(row => MetadataKeys.Of(MetadataText.Read(row.Text))))
                yield return key;
            before = page[^1].Number;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return queries.Count == 0 ? [] : _search.Run(queries, cancellationToken);
    }

    /// <inheritdoc/>
    public ChangeAnswer SetMetadata(IReadOnlyDictionary<string, JsonElement?> metadataById, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadataById);
        return Present([.. metadataById.Keys], (writer, id) => writer.SetMetadata(id, metadataById[id]), cancellationToken);
    }

    /// <inheritdoc/>
    public ChangeAnswer Remove(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Present([.. ids.Distinct()], (writer, id) => writer.Remove(id), cancellationToken);
    }

    /// <inheritdoc/>
    public StoreChanges ChangesSince(StorePosition position, CancellationToken cancellationToken = default) =>
        _file.Read(session => ChangeLog.Since(session, position));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _file.Dispose();
        SharedIndex.InUse.Release((_file.Path, _file.StoreId!));
    }

    private ChangeAnswer Present(IReadOnlyList<string> ids, Func<RecordWriter, string, bool> change, CancellationToken cancellationToken) =>
        new([.. Write((writer, id) => change(writer, id) ? id : null, ids, cancellationToken).OfType<string>()]);

    /// <summary>One transaction with an answer for each item.</summary>
    private List<TAnswer> Write<TItem, TAnswer>(Func<RecordWriter, TItem, TAnswer> change, IReadOnlyList<TItem> items, CancellationToken cancellationToken) =>
        _file.Write(
            session =>
            {
                var writer = new RecordWriter(session, Profile);
                return items.Select(item =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return change(writer, item);
                }).ToList();
            },
            cancellationToken);
}
