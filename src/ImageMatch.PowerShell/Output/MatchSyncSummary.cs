using ImageMatch.Synchronization;

namespace ImageMatch.PowerShell;

/// <summary>What a sync came to.</summary>
/// <param name="Folder">The folders.</param>
/// <param name="Added">Pictures that were new.</param>
/// <param name="Updated">Pictures that were changed and signed again.</param>
/// <param name="Moved">Pictures that were moved or renamed.</param>
/// <param name="Removed">Pictures that were gone.</param>
/// <param name="Failed">Pictures that could not be signed or stored; each was an error.</param>
/// <param name="Unchanged">Pictures that are as they were.</param>
/// <param name="Offline">New and changed files that would have to be downloaded, and were passed over.</param>
/// <param name="PassedOver">Hidden files and folders, links to folders, and files that are no pictures.</param>
/// <param name="Complete">Whether every folder was read whole, every change was agreed to, and all that is gone was removed.</param>
/// <param name="Duration">How long it took.</param>
public sealed record MatchSyncSummary(
    string[] Folder, int Added, int Updated, int Moved, int Removed, int Failed, int Unchanged, int Offline, int PassedOver, bool Complete, TimeSpan Duration)
{
    internal static MatchSyncSummary Of(IEnumerable<string> folders, SyncPlan plan, Func<SyncChangeKind, int> count, bool complete, TimeSpan duration) => new(
        [.. folders],
        count(SyncChangeKind.Added),
        count(SyncChangeKind.Updated),
        count(SyncChangeKind.Moved),
        count(SyncChangeKind.Removed),
        count(SyncChangeKind.Failed),
        plan.Unchanged,
        plan.Offline,
        plan.PassedOver,
        complete,
        duration);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Added} added, {Updated} updated, {Moved} moved, {Removed} removed, {Failed} failed, {Unchanged} unchanged{(Complete ? "" : "; not complete")}";
}
