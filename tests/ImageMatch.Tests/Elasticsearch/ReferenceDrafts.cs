using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>A store whose profile is the reference's, for tests that make drafts of the default one: each is taken for the other.</summary>
internal sealed class ReferenceDrafts(ISignatureStore store) : DelegatingStore(store)
{
    public override IReadOnlyList<AddOutcome> Add(IReadOnlyList<RecordDraft> batch, CancellationToken cancellationToken = default) =>
        base.Add([.. batch.Select(draft => draft with { Signed = draft.Signed is { } signed ? signed with { Profile = Swap(signed.Profile) } : null })], cancellationToken);

    private static SignatureProfile Swap(SignatureProfile profile) => profile == SignatureProfile.Default ? SignatureProfile.Reference : SignatureProfile.Default;
}
