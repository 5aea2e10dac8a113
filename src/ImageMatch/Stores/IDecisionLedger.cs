namespace ImageMatch.Stores;

/// <summary>
/// What people decided about pictures of a store, kept by the content of the files: it survives moving and renaming them, and indexing them anew. May throw
/// <see cref="StoreException"/>; what was committed before stays.
/// </summary>
public interface IDecisionLedger
{
    /// <summary>Every decision, in the order of <see cref="MatchDecision.Key"/>.</summary>
    IReadOnlyList<MatchDecision> Get(CancellationToken cancellationToken = default);

    /// <summary>Writes decisions; one of a key that is there replaces it.</summary>
    /// <exception cref="StoreException">One of them cannot be kept (<see cref="StoreError.DecisionRefused"/>); none is written then.</exception>
    void Set(IReadOnlyList<MatchDecision> decisions, CancellationToken cancellationToken = default);

    /// <summary>Takes decisions back; a key that is gone is left alone.</summary>
    /// <returns>The keys that were there.</returns>
    IReadOnlyCollection<string> Remove(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);
}
