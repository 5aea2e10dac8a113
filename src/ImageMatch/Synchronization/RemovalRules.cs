namespace ImageMatch.Synchronization;

/// <summary>When so much is gone from a folder that rather the folder itself is: a volume that is not mounted, a share that lost its content.</summary>
internal static class RemovalRules
{
    /// <summary>So many removals are never too many.</summary>
    public const int MaxUnasked = 10;

    /// <summary>Checks a folder below a named one that is there and has nothing in it, as one is whose volume is not mounted.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="removals">Pictures below it that would be removed from the store, moved ones not among them.</param>
    /// <returns>Why none of these may be removed; null where they may.</returns>
    public static SyncException? CheckEmpty(string folder, int removals) => removals <= MaxUnasked ? null : new SyncException(
        SyncError.FolderEmpty,
        folder,
        $"There is nothing in '{folder}', where there were {removals} pictures, so none of these was removed from the store. See whether its volume is there; if they are gone for good, remove the empty folder or use -Force.");

    /// <summary>Checks a folder; one that fails loses <see cref="SyncFolder.MayRemove"/>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="removals">Pictures that would be removed from the store, moved ones not among them.</param>
    /// <param name="maxPercent">The part of its pictures that may go.</param>
    /// <returns>Why nothing may be removed; null where it may, or where it was known before that it may not.</returns>
    public static SyncException? Check(SyncFolder folder, int removals, int maxPercent)
    {
        if (!folder.MayRemove || removals == 0)
            return null;

        const string Hint = "so nothing of it was removed from the store. If that is as it should be, use -Force.";
        SyncException? problem = null;
        if (folder.Pictures == 0)
        {
            problem = new SyncException(
                SyncError.FolderEmpty, folder.Path, $"There is no picture in '{folder.Path}', where there were {folder.Known}, {Hint} Otherwise see whether its volume is there.");
        }
        else if (removals > MaxUnasked && 100L * removals > (long)maxPercent * folder.Known)
        {
            problem = new SyncException(
                SyncError.TooManyRemovals, folder.Path, $"'{folder.Path}' lost {removals} of {folder.Known} pictures, more than {maxPercent} %, {Hint}");
        }

        folder.MayRemove = problem is null;
        return problem;
    }
}
