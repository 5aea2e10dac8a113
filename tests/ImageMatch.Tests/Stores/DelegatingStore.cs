using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>A store that does what another does, for tests of which a part does something else.</summary>
internal abstract class DelegatingStore(ISignatureStore store) : ISignatureStore
{
    public SignatureProfile Profile => store.Profile;

    public string Source => store.Source;

    public IDecisionLedger Decisions => store.Decisions;

    public StoreDescription Describe(CancellationToken cancellationToken = default) => store.Describe(cancellationToken);

    public virtual IReadOnlyList<AddOutcome> Add(IReadOnlyList<RecordDraft> batch, CancellationToken cancellationToken = default) => store.Add(batch, cancellationToken);

    public IReadOnlyList<MatchRecord?> Find(IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken = default) => store.Find(keys, cancellationToken);

    public IEnumerable<MatchRecord> Get(RecordQuery query, CancellationToken cancellationToken = default) => store.Get(query, cancellationToken);

    public virtual IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default) => store.Search(queries, cancellationToken);

    public IEnumerable<IReadOnlyList<string>> GetMetadataKeys(CancellationToken cancellationToken = default) => store.GetMetadataKeys(cancellationToken);

    public ChangeAnswer SetMetadata(IReadOnlyDictionary<string, JsonElement?> metadataById, CancellationToken cancellationToken = default) =>
        store.SetMetadata(metadataById, cancellationToken);

    public ChangeAnswer Remove(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => store.Remove(ids, cancellationToken);

    public StoreChanges ChangesSince(StorePosition position, CancellationToken cancellationToken = default) => store.ChangesSince(position, cancellationToken);

    public void Dispose() => store.Dispose();
}
