using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Stores;
using ImageMatch.Synchronization;
using ImageMatch.Tests.Imaging;

namespace ImageMatch.Tests.Synchronization;

/// <summary>What a sync leaves alone: what seems to be gone may be out of reach.</summary>
public abstract partial class FolderSyncContract
{
    [SkippableFact]
    public void Nothing_of_a_missing_or_empty_folder_is_removed_unless_forced()
    {
        foreach (int i in Enumerable.Range(0, 3))
            Write($"{i}.png", i);
        Sync();

        string folder = Folder;
        Directory.Move(folder, folder + " away");
        Assert.Equal(["FolderNotFound"], Sync(null, folder));
        Assert.False(Plan(null, folder).IsComplete);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "not mounted.txt"), "The volume is not mounted.");
        Assert.Equal(["FolderEmpty"], Sync());
        Assert.Equal(3, Store.Describe().Count);

        Assert.Equal(["Removed 0.png", "Removed 1.png", "Removed 2.png"], Sync(new SyncOptions { Force = true }));
        Directory.Move(folder + " away", Path.Combine(folder, "back"));
        Assert.Equal(3, Sync().Length);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(3, Sync(new SyncOptions { Force = true }, folder).Length);
        Assert.Equal(0, Store.Describe().Count);
    }

    [SkippableFact]
    public void More_removals_than_allowed_remove_nothing_but_the_rest_is_done()
    {
        foreach (int i in Enumerable.Range(0, 40))
            Write($"{i:D2}.png", i);
        Sync();
        foreach (int i in Enumerable.Range(0, 11))
            File.Delete(Path.Combine(Folder, $"{i:D2}.png"));
        Move("20.png", "moved/20.png");
        Write("new.png", 100);

        Assert.Equal(["TooManyRemovals", "Added new.png", "Moved 20.png -> moved/20.png"], Sync());
        Assert.Equal(41, Store.Describe().Count);
        // 11 of 41 are 26.8 %.
        Assert.Equal(["TooManyRemovals"], Sync(new SyncOptions { MaxRemovalPercent = 26 }));
        Assert.Equal(11, Sync(new SyncOptions { MaxRemovalPercent = 27 }).Length);

        foreach (int i in Enumerable.Range(20, 10))
            File.Delete(Path.Combine(Folder, i == 20 ? "moved/20.png" : $"{i}.png"));
        Assert.Equal(10, Sync(new SyncOptions { MaxRemovalPercent = 0 }).Length);
    }

    [SkippableFact]
    public void Nothing_of_a_folder_below_that_became_empty_is_removed_unless_it_is_gone_too_or_forced()
    {
        foreach (int i in Enumerable.Range(0, 100))
            Write(i < 11 ? $"disk/{i % 2}/{i:D2}.png" : i < 21 ? $"few/{i}.png" : $"{i}.png", i);
        Sync();
        string disk = Path.Combine(Folder, "disk");
        // As where a volume is not mounted: its place is there, and empty.
        Directory.Move(disk, Folder + " away");
        Directory.CreateDirectory(disk);
        Directory.Delete(Path.Combine(Folder, "few"), recursive: true);
        Directory.CreateDirectory(Path.Combine(Folder, "few"));

        SyncPlan plan = Plan();
        Assert.Equal((SyncError.FolderEmpty, disk), (Assert.Single(plan.Problems).Error, plan.Problems[0].Path));
        Assert.False(plan.IsComplete);
        // Ten may always go.
        Assert.Equal(["FolderEmpty", .. Enumerable.Range(11, 10).Select(i => $"Removed few/{i}.png")], Sync());

        Directory.Delete(disk);
        Directory.Move(Folder + " away", disk);
        Assert.Empty(Sync());
        // What was moved away is found, and no volume is missing.
        foreach (int i in Enumerable.Range(0, 11))
            Move($"disk/{i % 2}/{i:D2}.png", $"moved/{i:D2}.png");
        Assert.Equal(11, Sync().Count(line => line.StartsWith("Moved disk/", StringComparison.Ordinal)));
        Assert.True(Plan().IsComplete);

        Directory.Delete(Path.Combine(Folder, "moved"), recursive: true);
        Assert.Equal(11, Sync().Length);
    }

    [SkippableFact]
    public void A_folder_below_that_was_emptied_on_purpose_is_forced()
    {
        foreach (int i in Enumerable.Range(0, 70))
            Write(i < 12 ? $"emptied/{i:D2}.png" : $"{i}.png", i);
        Sync();
        Directory.Delete(Path.Combine(Folder, "emptied"), recursive: true);
        Directory.CreateDirectory(Path.Combine(Folder, "emptied"));

        Assert.Equal(["FolderEmpty"], Sync());
        Assert.Equal(12, Sync(new SyncOptions { Force = true }).Length);
    }

    [SkippableFact]
    public void Each_folder_is_judged_for_itself_and_pictures_move_between_them()
    {
        foreach (int i in Enumerable.Range(0, 30))
            Write($"{(i < 15 ? "a" : "b")}/{i:D2}.png", i);
        string[] folders = [Path.Combine(Folder, "a"), Path.Combine(Folder, "b")];
        Sync(null, folders);
        foreach (int i in Enumerable.Range(0, 15))
            Move($"a/{i:D2}.png", $"b/{i:D2}.png");
        File.Delete(Path.Combine(Folder, "b/20.png"));

        Assert.Equal(["FolderEmpty"], Plan(null, folders[0]).Problems.Select(problem => problem.Error.ToString()));
        string[] changes = Sync(null, folders);

        Assert.Equal(15, changes.Count(line => line.StartsWith("Moved a/", StringComparison.Ordinal)));
        Assert.Contains("Removed b/20.png", changes);
        Assert.Equal(16, changes.Length);
    }

    [SkippableFact]
    public void Below_a_folder_that_cannot_be_read_whole_nothing_is_removed()
    {
        foreach (string name in new[] { "a.png", "locked/b.png", "locked/c.png", "open/d.png", "e.png" })
            Write(name, name[^5]);
        Sync();
        File.Delete(Path.Combine(Folder, "open/d.png"));
        Move("a.png", "e.png.new");
        File.Move(Path.Combine(Folder, "e.png.new"), Path.Combine(Folder, "e.png"), overwrite: true);
        Write("new.png", 7);
        var options = new SyncOptions
        {
            Reader = new FolderReader { Recurse = true, List = folder => folder.EndsWith("locked", StringComparison.Ordinal) ? throw new UnauthorizedAccessException("Access is denied.") : new DirectoryInfo(folder).EnumerateFileSystemInfos() },
        };

        SyncPlan plan = Plan(options);
        Assert.Contains("locked", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
        Assert.False(plan.IsComplete);
        // The record of a.png stays too: its content took the place of another's, which would have to go.
        Assert.Equal(["FolderUnreadable", "Added new.png"], Sync(options with { Force = true }));
        Assert.Equal(6, Store.Describe().Count);

        Assert.Equal(["Moved a.png -> e.png", "Removed e.png", "Removed open/d.png"], Sync());
    }

    [SkippableFact]
    public void What_is_left_out_or_passed_over_stays_as_it_is()
    {
        foreach (string name in new[] { "a.png", "b.gif.png", "skip/c.png", ".hidden/d.png", "linked/e.png", "f.png" })
            Write(name, name[^5]);
        SignedPicture signed = Signers.Default.Sign(Path.Combine(Folder, "a.png"));
        foreach (string name in new[] { "skip/c.png", ".hidden/d.png", "linked/e.png", "skip/gone.png", "gone.gif.png", ".hidden/gone.png", "linked/gone.png" })
            Store.Add([new() { Key = RecordKey.Of(Store.Source, Path.Combine(Folder, name)), Signed = signed }]);
        Directory.Move(Path.Combine(Folder, "linked"), Folder + " beside");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "linked"), Folder + " beside");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "circle"), Folder);
        if (OperatingSystem.IsWindows())
            new DirectoryInfo(Path.Combine(Folder, ".hidden")).Attributes |= FileAttributes.Hidden;
        var options = new SyncOptions
        {
            Reader = new FolderReader { Recurse = true, IsWanted = name => !name.Contains(".gif.", StringComparison.Ordinal), IsExcluded = name => name == "skip" },
        };

        Assert.Equal(["Added a.png", "Added f.png"], Sync(options));
        Assert.Equal(9, Store.Describe().Count);
        Assert.Equal(3, Plan(options).PassedOver);
    }

    [SkippableFact]
    public void Files_that_would_have_to_be_downloaded_are_passed_over_and_not_gone()
    {
        foreach (string name in new[] { "same.png", "changed.png", "moves.png", "gone.png" })
            Write(name, name[0]);
        Sync();
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(Folder, "changed.png"));
        Write("changed.png", 1000);
        File.SetLastWriteTimeUtc(Path.Combine(Folder, "changed.png"), written.AddMinutes(1));
        Move("moves.png", "cloud/moved.png");
        File.Delete(Path.Combine(Folder, "gone.png"));
        var options = new SyncOptions { IsOffline = _ => true };

        SyncPlan plan = Plan(options);
        Assert.Equal((1, 2, false), (plan.Unchanged, plan.Offline, plan.IsComplete));
        // All pictures of these tests have one length, so that any of the gone ones may be the one that was not read.
        Assert.Empty(Sync(options));
        Assert.Equal(["Moved moves.png -> cloud/moved.png", "Removed gone.png", "Updated changed.png"], Sync(options with { IncludeOffline = true }));
    }

    [SkippableFact]
    public void A_file_written_anew_with_the_same_content_is_read_once_and_not_signed()
    {
        string path = Write("a.png", 1);
        Sync();
        MatchRecord before = Record("a.png");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(1));

        SyncPlan plan = Plan();
        Assert.Equal((0, 1, 1), (plan.Steps.Count, plan.Touched, plan.Unchanged));
        Assert.Empty(Sync());

        Assert.Equal(0, Plan().Touched);
        Assert.Equal(before.Facts with { LastWriteTime = File.GetLastWriteTimeUtc(path) }, Record("a.png").Facts);
    }

    [SkippableFact]
    public void Content_is_compared_where_that_is_asked_for()
    {
        string path = Write("a.png", 1);
        Write("b.png", 2);
        Sync();
        DateTime written = File.GetLastWriteTimeUtc(path);
        Write("a.png", 3);
        File.SetLastWriteTimeUtc(path, written);

        Assert.Empty(Sync());
        Assert.Equal(["Updated a.png"], Sync(new SyncOptions { Add = new AddOptions { VerifyContent = true } }));
    }

    [SkippableFact]
    public void Pictures_are_told_by_their_bytes_and_bad_ones_are_failures_that_lose_nothing()
    {
        string path = Write("a.png", 1);
        Sync();
        MatchRecord before = Record("a.png");
        File.WriteAllText(path, "no picture any more");
        File.WriteAllText(Path.Combine(Folder, "b.jpg"), "no picture");
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "no picture");
        File.WriteAllText(Path.Combine(Folder, "empty"), "");
        Write("scan without a suffix", 2);

        Assert.Equal(["Added scan without a suffix", "Failed a.png", "Failed b.jpg"], Sync());
        Assert.Equal(before.Id, Record("a.png").Id);
        Assert.Equal(2, Plan().PassedOver);
    }
}
