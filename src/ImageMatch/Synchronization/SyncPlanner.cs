using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>Compares folders with a store and says what is to be done. Nothing is written.</summary>
/// <param name="signer">Signs by the store's profile.</param>
/// <param name="options">How.</param>
public sealed class SyncPlanner(ImageSigner signer, SyncOptions options)
{
    private readonly SyncTracker _tracker = new();

    /// <summary>How far planning has come; for any thread.</summary>
    public SyncProgress Progress => _tracker.Now;

    /// <summary>Makes a plan.</summary>
    /// <param name="store">The store; null for one that is yet to be made.</param>
    /// <param name="folders">Absolute paths of the folders. One may lie in another, and is then judged for itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public SyncPlan Plan(ISignatureStore? store, IEnumerable<string> folders, CancellationToken cancellationToken = default)
    {
        var listing = new FolderListing(folders, options);
        listing.Read(_tracker, cancellationToken);

        _tracker.Begin(SyncPhase.ComparingRecords, listing.Files.Count());
        var comparison = new FolderComparison(listing, options, signer);
        comparison.Run(store, _tracker, cancellationToken);

        new FileContents(signer, options.Add.ThrottleLimit).Read(comparison.Files, comparison.Stored, _tracker, cancellationToken);

        CountPictures(listing, comparison);
        var moves = new MovePlan(comparison.Files, comparison.Stored);
        Decide(moves, listing, comparison);
        OpenFile[] touched = [.. comparison.Files.Where(file => file.IsTouched)];
        return new SyncPlan
        {
            Steps = [.. Steps(moves, comparison)],
            Problems = listing.Problems,
            Unchanged = comparison.Unchanged + touched.Length,
            TouchedFiles = [.. touched.Where(file => file.Own!.Records.Any(record => record.Facts.LastWriteTime != file.File.LastWriteTime))],
            PassedOver = listing.PassedOver + comparison.Files.Count(file => !file.IsPicture),
            Offline = comparison.Offline.Count,
            IsComplete = listing.Problems.Count == 0 && !comparison.Stored.Exists(file => file.IsHeld),
        };
    }

    private static void CountPictures(FolderListing listing, FolderComparison comparison)
    {
        foreach (FolderFile file in listing.Files)
            file.Folder.Pictures++;
        foreach (OpenFile file in comparison.Files.Where(file => !file.IsPicture))
            file.File.Folder.Pictures--;
    }

    /// <summary>Plans moves, and plans them anew where it turns out that something of a folder must not be removed.</summary>
    private void Decide(MovePlan moves, FolderListing listing, FolderComparison comparison)
    {
        Make(moves, comparison);
        if (options.Force)
            return;

        listing.Problems.AddRange(HoldOutOfReach(comparison));
        Dictionary<SyncFolder, int> removals = comparison.Stored.Where(IsToGo).CountBy(file => file.Folder).ToDictionary();
        SyncException[] problems =
        [
            .. listing.Folders.Select(folder => RemovalRules.Check(folder, removals.GetValueOrDefault(folder), options.MaxRemovalPercent)).OfType<SyncException>(),
        ];
        listing.Problems.AddRange(problems);
        if (problems.Length > 0)
            Make(moves, comparison);
    }

    /// <summary>Leaves what lay in folders that are empty by now.</summary>
    private static IEnumerable<SyncException> HoldOutOfReach(FolderComparison comparison)
    {
        foreach (IGrouping<string?, StoredFile> group in comparison.Stored.Where(IsToGo).GroupBy(file => file.EmptyFolder).Where(group => group.Key is not null).ToList())
        {
            if (RemovalRules.CheckEmpty(group.Key!, group.Count()) is not { } problem)
                continue;
            foreach (StoredFile file in group)
                file.IsOutOfReach = true;
            yield return problem;
        }
    }

    private static void Make(MovePlan moves, FolderComparison comparison)
    {
        moves.Make();
        // What could not be looked at may hold what seems to be gone.
        var unseen = comparison.Offline.Concat(comparison.Files.Where(file => file.IsUnread).Select(file => file.File)).Select(file => (long?)file.Length).ToHashSet();
        foreach (StoredFile file in comparison.Stored.Where(file => IsToGo(file) && unseen.Contains(file.Length)))
            file.IsHeld = true;
    }

    private static bool IsToGo(StoredFile file) => file.MovedTo is null && !file.IsHeld && !file.IsOutOfReach && (file.State == StoredState.Gone || file.IsReplaced);

    /// <summary>First what makes room, then what moves there, then what is new, and at last what is gone.</summary>
    private static IEnumerable<SyncStep> Steps(MovePlan moves, FolderComparison comparison)
    {
        SyncStep[] removals = [.. comparison.Stored.Where(file => IsToGo(file) && file.Folder.MayRemove).Select(file => new SyncStep(SyncChangeKind.Removed, file.Path) { Stored = file })];
        return
        [
            .. removals.Where(step => step.Stored!.IsReplaced),
            .. moves.InOrder().Select(file => new SyncStep(SyncChangeKind.Moved, file.File.Path) { File = file, Stored = file.MovedFrom }),
            .. comparison.Files.Where(IsToSign).Select(file => new SyncStep(IsKnown(file) ? SyncChangeKind.Updated : SyncChangeKind.Added, file.File.Path) { File = file }),
            .. removals.Where(step => !step.Stored!.IsReplaced),
        ];
    }

    private static bool IsToSign(OpenFile file) => file.IsPicture && !file.IsTouched && !file.IsPostponed && file.MovedFrom is null;

    private static bool IsKnown(OpenFile file) => file.IsToResign || file.Own is { MovedTo: null };
}
