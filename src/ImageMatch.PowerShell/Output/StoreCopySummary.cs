namespace ImageMatch.PowerShell;

/// <summary>What a copy of a store came to.</summary>
/// <param name="Copied">Records that were added to the destination, or brought up to date there.</param>
/// <param name="Unchanged">Records that were there already and equal.</param>
/// <param name="Failed">Records that the destination refused; each was an error.</param>
/// <param name="Decisions">Decisions about pictures that were copied.</param>
/// <param name="Duration">How long it took, with the comparison.</param>
public sealed record StoreCopySummary(long Copied, long Unchanged, long Failed, int Decisions, TimeSpan Duration)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Copied} copied, {Unchanged} unchanged, {Failed} failed, {Decisions} decisions";
}
