using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>
/// Keeps signatures and finds them. Safe to be called from several threads; several processes may use one store at once. Every method may throw
/// <see cref="StoreException"/>, and <see cref="OperationCanceledException"/> when cancelled; what was committed before stays.
/// </summary>
public interface ISignatureStore : ISignatureSearch, IDisposable
{
    /// <summary>The profile that every signature in the store follows.</summary>
    SignatureProfile Profile { get; }

    /// <summary>The source of local paths: empty in a store of one machine.</summary>
    string Source { get; }

    /// <summary>What people decided about pictures.</summary>
    IDecisionLedger Decisions { get; }

    /// <summary>What the store is and holds.</summary>
    StoreDescription Describe(CancellationToken cancellationToken = default);

    /// <summary>Stores a batch: all of it or, where the store answers item by item, each item whole.</summary>
    /// <returns>An answer for each draft, in their order, after the commit.</returns>
    IReadOnlyList<AddOutcome> Add(IReadOnlyList<RecordDraft> batch, CancellationToken cancellationToken = default);

    /// <summary>The newest record of each key, or null, in the order of the keys.</summary>
    IReadOnlyList<MatchRecord?> Find(IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken = default);

    /// <summary>The records that are meant, ordered by path, frame, then age; read while they are enumerated, without holding the store up.</summary>
    IEnumerable<MatchRecord> Get(RecordQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// The keys of metadata that occur, as the names that lead to a value, found while they are enumerated: one may come more than once, and who has waited for
    /// long enough may stop. A store that keeps a list of them may name some that no record has any more.
    /// </summary>
    IEnumerable<IReadOnlyList<string>> GetMetadataKeys(CancellationToken cancellationToken = default);

    /// <summary>Replaces the metadata of records; an id that is gone is left alone.</summary>
    ChangeAnswer SetMetadata(IReadOnlyDictionary<string, JsonElement?> metadataById, CancellationToken cancellationToken = default);

    /// <summary>Removes records; an id that is gone is left alone. No file is touched.</summary>
    ChangeAnswer Remove(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>What was added, updated and removed since a position, by whichever process.</summary>
    StoreChanges ChangesSince(StorePosition position, CancellationToken cancellationToken = default);
}
