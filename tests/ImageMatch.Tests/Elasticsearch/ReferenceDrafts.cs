using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>A store whose profile is the reference's, for tests that make drafts of the default one: each is taken for the other.</summary>
internal sealed class ReferenceDrafts(ISignatureStore store) : ISignatureStore
{
    public SignatureProfile Profile => store.Profile;

    public string Source => store.Source;

    public IDecisionLedger Decisions => store.Decisions;

    public StoreDescription Describe(CancellationToken cancellationToken = default) => store.Describe(cancellationToken);

    public IReadOnlyList<AddOutcome> Add(IReadOnlyList<RecordDraft> batch, CancellationToken cancellationToken = default) =>
        store.Add([.. batch.Select(draft => draft with { Signed = draft.Signed is { } signed ? signed with { Profile = Swap(signed.Profile) } : null })], cancellationToken);

    public IReadOnlyList<MatchRecord?> Find(IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken = default) => store.Find(keys, cancellationToken);

    public IEnumerable<MatchRecord> Get(RecordQuery query, CancellationToken cancellationToken = default) => store.Get(query, cancellationToken);

    public IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default) => store.Search(queries, cancellationToken);

    public IEnumerable<IReadOnlyList<string>> GetMetadataKeys(CancellationToken cancellationToken = default) => store.GetMetadataKeys(cancellationToken);

    public ChangeAnswer SetMetadata(IReadOnlyDictionary<string, JsonElement?> metadataById, CancellationToken cancellationToken = default) =>
        store.SetMetadata(metadataById, cancellationToken);

    public ChangeAnswer Remove(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => store.Remove(ids, cancellationToken);

    public StoreChanges ChangesSince(StorePosition position, CancellationToken cancellationToken = default) => store.ChangesSince(position, cancellationToken);

    public void Dispose() => store.Dispose();

    private static SignatureProfile Swap(SignatureProfile profile) => profile == SignatureProfile.Default ? SignatureProfile.Reference : SignatureProfile.Default;
}
