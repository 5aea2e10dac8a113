namespace ImageMatch.Stores;

/// <summary>Takes decisions of one ledger over into another: of two about the same contents the newer one counts.</summary>
public static class DecisionMerge
{
    /// <summary>Those of some decisions that would bring a ledger up to date.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="decisions">Decisions of others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Of each key the newest, unless the ledger has it, or has a newer one; in the order of their keys.</returns>
    /// <exception cref="StoreException">The store does not answer, or a decision makes no sense (<see cref="StoreError.DecisionRefused"/>).</exception>
    public static IReadOnlyList<MatchDecision> Newer(this IDecisionLedger ledger, IEnumerable<MatchDecision> decisions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        Dictionary<string, MatchDecision> present = ledger.Get(cancellationToken).ToDictionary(decision => decision.Key, StringComparer.Ordinal);
        return
        [
            .. decisions
                .Select(decision => decision.Checked())
                .GroupBy(decision => decision.Key, StringComparer.Ordinal)
                .OrderBy(alike => alike.Key, StringComparer.Ordinal)
                .Select(alike => alike.MaxBy(decision => decision.Decided)!)
                .Where(decision => !present.TryGetValue(decision.Key, out MatchDecision? kept) || (decision.Decided >= kept.Decided && decision != kept)),
        ];
    }
}
