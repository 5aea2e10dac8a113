using System.Text.Json;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// A store in an index of Elasticsearch (7.17 and newer) or OpenSearch (2). The cluster chooses candidates by the codes that pictures share, and only these are
/// compared, unless a search is to be exact. What this store wrote it finds at once; others find it after the refresh interval of the index.
/// </summary>
public sealed class ElasticsearchStore : ISignatureStore
{
    private readonly ElasticsearchStoreOptions _options;
    private readonly RestClient _client;
    private readonly StoreIndex _index;
    private readonly DocumentReader _reader;
    private readonly DocumentWriter _writer;
    private readonly RecordSearch _search;
    private readonly WindowIndex? _windows;

    private ElasticsearchStore(ElasticsearchStoreOptions options, RestClient client, StoreIndex index, SignatureProfile profile)
    {
        _options = options;
        _client = client;
        _index = index;
        Profile = profile;
        Decisions = new DecisionIndex(client, index.Name);
        _reader = new DocumentReader(index) { PageSize = options.PageSize };
        var bulk = new BulkSender(index, profile.Options);
        if (profile.CropTolerance != CropTolerance.None)
        {
            _windows = new WindowIndex(client, index.Name, options.RefreshAfter);
            var sweep = new WindowSweep(_windows, _reader, profile.Options);
            var writer = new WindowWriter(_windows, bulk, sweep, profile.Options, options.Cluster.WriteRetryTime);
            _writer = new DocumentWriter(_reader, bulk, writer, profile, options.Cluster.WriteRetryTime);
            _search = new RecordSearch(index, _reader, new WindowSearch(_windows, sweep, profile, options), profile, options);
        }
        else
        {
            _writer = new DocumentWriter(_reader, bulk, null, profile, options.Cluster.WriteRetryTime);
            _search = new RecordSearch(index, _reader, null, profile, options);
        }
    }

    /// <inheritdoc/>
    public SignatureProfile Profile { get; }

    /// <inheritdoc/>
    public string Source => _options.Source ?? (_index.Layout.IsOwn ? Environment.MachineName : "");

    /// <inheritdoc/>
    public IDecisionLedger Decisions { get; }

    /// <summary>Opens the store.</summary>
    /// <exception cref="StoreException">It is not there, cannot be used, or was made with other choices than those asked for.</exception>
    /// <exception cref="ArgumentException">An option has no meaning.</exception>
    public static ElasticsearchStore Open(ElasticsearchStoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new RestClient(options.Cluster);
        try
        {
            var index = new StoreIndex(client, options.Index, options.RefreshAfter);
            SignatureProfile profile = EngineErrors.Translate(options.Index, () => StoreOpening.Open(index, options, cancellationToken));
            return new ElasticsearchStore(options, client, index, profile);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public StoreDescription Describe(CancellationToken cancellationToken = default) => Translate(() =>
    {
        (string product, string version) = ClusterProduct.Read(_client, cancellationToken);
        string? health = IndexStatus.Health(_index, cancellationToken);
        return new StoreDescription
        {
            Product = product,
            Version = version,
            Location = $"{_options.Cluster.Uris[0].GetLeftPart(UriPartial.Authority)}/{_index.Name}",
            Count = health == IndexStatus.Red ? null : CountOwn(cancellationToken),
            Bytes = IndexStatus.Bytes(_windows is null ? [_index] : [_index, _windows.Index], cancellationToken),
            Health = health,
            SchemaVersion = _index.Layout.IsOwn ? IndexMapping.SchemaVersion : 0,
            Layout = _index.Layout.ToString(),
            Profile = Profile,
        };
    });

    /// <inheritdoc/>
    public IReadOnlyList<AddOutcome> Add(IReadOnlyList<RecordDraft> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Count == 0 ? [] : Translate(() => _writer.Add(batch, cancellationToken));
    }

    /// <inheritdoc/>
    public IReadOnlyList<MatchRecord?> Find(IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Translate(() =>
        {
            Dictionary<RecordKey, StoredDocument> newest = _writer.Newest(keys, cancellationToken);
            return keys.Select(key => newest.GetValueOrDefault(key)?.Record).ToList();
        });
    }

    /// <inheritdoc/>
    public IEnumerable<MatchRecord> Get(RecordQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Enumerate(Translate(() =>
        {
            IEnumerable<MatchRecord> records = new RecordSelection(_index, _reader, query).Read(cancellationToken);
            return (_windows is not null && query.WithWindows ? _windows.Attach(records, cancellationToken) : records).GetEnumerator();
        }));
    }

    /// <summary>The keys of the fields that the index has, also of those that no record has any more; metadata that does not fit the index has none.</summary>
    public IEnumerable<IReadOnlyList<string>> GetMetadataKeys(CancellationToken cancellationToken = default) =>
        Translate(() => FieldList.Of(_index, cancellationToken)).Fields.Select(field => field.Keys).Where(keys => keys.Length > 0).Select(keys => keys[1..].Split('.'));

    /// <inheritdoc/>
    public IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return queries.Count == 0 ? [] : Translate(() => _search.Run(queries, cancellationToken));
    }

    /// <inheritdoc/>
    public ChangeAnswer SetMetadata(IReadOnlyDictionary<string, JsonElement?> metadataById, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadataById);
        return Translate(() => _writer.SetMetadata(metadataById, cancellationToken));
    }

    /// <inheritdoc/>
    public ChangeAnswer Remove(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Translate(() => _writer.Remove(ids, cancellationToken));
    }

    /// <summary>
    /// What was added and updated since a position, by whichever process. The engine keeps no word of removals: where there may have been one, the answer is not
    /// complete and lists every record.
    /// </summary>
    public StoreChanges ChangesSince(StorePosition position, CancellationToken cancellationToken = default) =>
        Translate(() => IndexChanges.Since(_index, position, cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>How many records there are, those included that this process has just written.</summary>
    private long CountOwn(CancellationToken cancellationToken)
    {
        _index.RefreshOwn(cancellationToken);
        return _index.Count(null, cancellationToken);
    }

    private T Translate<T>(Func<T> requests) => EngineErrors.Translate(_index.Name, requests);

    private IEnumerable<MatchRecord> Enumerate(IEnumerator<MatchRecord> records)
    {
        using (records)
        {
            while (Translate(records.MoveNext))
                yield return records.Current;
        }
    }
}
