using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;
using ImageMatch.Tests.Elasticsearch;

namespace ImageMatch.PowerShell.Tests.Commands;

public class SyncMatchImageTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Three_hundred_photographs_are_moved_renamed_edited_deleted_and_added(bool onCluster)
    {
        TestFiles.RequireShared();
        using var session = Connected(onCluster);
        string folder = Path.Combine(session.Folder, "photos");
        Directory.CreateDirectory(Path.Combine(folder, "moved"));
        string[] photos = [.. Directory.GetFiles(Path.Combine(TestFiles.Shared, "images", "photos"), "*.JPEG").Order(StringComparer.Ordinal)];
        Assert.Equal(300, photos.Length);
        string[] names = Array.ConvertAll(photos, photo => Path.GetFileName(photo)!);
        foreach (int i in Enumerable.Range(0, 280))
            File.Copy(photos[i], Path.Combine(folder, names[i]));
        Assert.Equal(280, session.Run("Sync-MatchImage photos -Metadata { @{ first = $_.Name } }").Clean().Count);
        object?[] ids = [.. session.Run("Get-MatchImage").Values("Id")];

        string InFolder(string name) => Path.Combine(folder, name);
        string[] expected =
        [
            .. names[..50].Select(name => { File.Move(InFolder(name), InFolder("moved/" + name)); return $"Moved: {InFolder(name)} -> {InFolder("moved/" + name)}"; }),
            .. names[50..100].Select(name => { File.Move(InFolder(name), InFolder("[new] " + name)); return $"Moved: {InFolder(name)} -> {InFolder("[new] " + name)}"; }),
            .. names[100..120].Select((name, i) => { File.Copy(photos[i], InFolder(name), overwrite: true); File.AppendAllText(InFolder(name), "edited"); return $"Updated: {InFolder(name)}"; }),
            .. names[120..140].Select(name => { File.Delete(InFolder(name)); return $"Removed: {InFolder(name)}"; }),
            .. names[280..].Select((name, i) => { File.Copy(photos[280 + i], InFolder(name)); return $"Added: {InFolder(name)}"; }),
        ];
        Assert.Equal(160, expected.Length);

        Assert.Equal(expected.Order(StringComparer.Ordinal), session.Run("Sync-MatchImage photos").Clean().Select(change => change.ToString()).Order(StringComparer.Ordinal));

        Assert.Empty(session.Run("Sync-MatchImage photos").Clean());
        var stored = session.Run("Get-MatchImage").Clean();
        Assert.Equal(280, stored.Count);
        Assert.Equal(260, stored.Count(record => ids.Contains(record.Properties["Id"].Value)));
        foreach (PSObject record in stored.Where(record => ids.Contains(record.Properties["Id"].Value)))
        {
            var metadata = (PSObject)record.Properties["Metadata"].Value;
            Assert.EndsWith((string)metadata.Properties["first"].Value, (string)record.Properties["Path"].Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatIf_shows_every_change_and_makes_no_store()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg", "tree/a.jpg");
        session.CopySample("fruit.jpg", "tree/b.jpg");
        Assert.Empty(session.Run("Sync-MatchImage tree -WhatIf -Summary").Clean());
        Assert.False(File.Exists(session.StorePath));
        Assert.False(Directory.Exists(session.StorePath + "-sync"));

        session.Run("Sync-MatchImage tree").Clean();
        File.Move(Path.Combine(session.Folder, "tree/a.jpg"), Path.Combine(session.Folder, "tree/c.jpg"));
        session.Run("$WhatIfPreference = $true; Sync-MatchImage tree; $WhatIfPreference = $false").Clean();
        Assert.Equal($"Moved: {Path.Combine(session.Folder, "tree", "a.jpg")} -> {Path.Combine(session.Folder, "tree", "c.jpg")}", session.Run("Sync-MatchImage tree").Single().ToString());
    }

    [Fact]
    public void A_folder_in_which_much_is_gone_is_an_error_and_force_goes_on()
    {
        using var session = AddMatchImageTests.WithTree();
        var summary = session.Run("Sync-MatchImage tree -Summary").Single();
        Assert.Equal((4, 0, true), ((int)summary.Properties["Added"].Value, (int)summary.Properties["Failed"].Value, (bool)summary.Properties["Complete"].Value));
        Directory.Delete(Path.Combine(session.Folder, "tree"), recursive: true);

        foreach (string expected in new[] { "FolderNotFound,", "FolderEmpty," })
        {
            var run = session.Run("Sync-MatchImage tree -Summary");
            Assert.StartsWith(expected, Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Equal(Path.Combine(session.Folder, "tree"), run.Errors[0].TargetObject);
            Assert.False((bool)Assert.Single(run.Output).Properties["Complete"].Value);
            Directory.CreateDirectory(Path.Combine(session.Folder, "tree"));
        }

        Assert.Equal(4, session.Run("Sync-MatchImage tree -Force").Clean().Count);
        Assert.Empty(session.Run("Get-MatchImage").Clean());
    }

    [Fact]
    public void Failures_are_objects_and_errors()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg", "tree/a.jpg");
        File.WriteAllText(Path.Combine(session.Folder, "tree", "b.jpg"), "no picture");

        var run = session.Run("Sync-MatchImage tree");

        Assert.StartsWith("NotAPicture,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        var failed = Assert.Single(run.Output, change => change.Properties["Change"].Value.ToString() == "Failed");
        Assert.Contains("is not a picture", (string)failed.Properties["Reason"].Value, StringComparison.Ordinal);
        var added = Assert.Single(run.Output, change => change.Properties["Change"].Value.ToString() == "Added");
        Assert.Equal(added.Properties["Id"].Value, session.Run("Get-MatchImage").Single().Properties["Id"].Value);

    }

    [Theory]
    [InlineData("{ if ($_.Name -eq 'a.jpg') { throw 'no rights known' } }", "MetadataScriptFailed,", "no rights known")]
    [InlineData("{ if ($_.Name -eq 'a.jpg') { @{ rights = $ExecutionContext } } }", "MetadataRefused,", "Exception getting")]
    public void A_picture_whose_metadata_cannot_be_had_fails_and_the_others_go_on(string metadata, string error, string reason)
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg", "tree/a.jpg");
        session.CopySample("fruit.jpg", "tree/b.jpg");

        var run = session.Run($"Sync-MatchImage tree -Metadata {metadata}");

        Assert.StartsWith(error, Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["Added: " + Path.Combine(session.Folder, "tree", "b.jpg"), "Failed: " + Path.Combine(session.Folder, "tree", "a.jpg")], run.Output.Select(change => change.ToString()).Order(StringComparer.Ordinal));
        var failed = Assert.Single(run.Output, change => change.Properties["Change"].Value.ToString() == "Failed");
        Assert.Contains(reason, (string)failed.Properties["Reason"].Value, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(session.Run($"Sync-MatchImage tree -Summary -Metadata {metadata}").Output).Properties["Failed"].Value);
    }

    [Fact]
    public void A_store_that_another_command_is_about_to_make_is_none_yet()
    {
        using var session = AddMatchImageTests.WithTree();
        File.WriteAllBytes(session.StorePath, []);

        Assert.Equal(4, session.Run("Sync-MatchImage tree").Clean().Count);
    }

    [Fact]
    public void A_summary_is_not_complete_where_a_path_means_nothing()
    {
        using var session = AddMatchImageTests.WithTree();

        var run = session.Run("Sync-MatchImage tree, Nowhere:/photos -Summary");

        Assert.StartsWith("PathNotResolved,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((4, false), ((int)run.Output[0].Properties["Added"].Value, (bool)run.Output[0].Properties["Complete"].Value));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_is_synced_by_one_command_at_a_time(bool onCluster)
    {
        using var session = Connected(onCluster);
        session.CopySample("city.jpg", "tree/a.jpg");
        // The script block runs in the middle of a sync.
        var run = session.Run("Sync-MatchImage tree -Metadata { Sync-MatchImage tree/.. ; Sync-MatchImage tree -WhatIf; 1 }");

        Assert.StartsWith("SyncInProgress,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(run.Output);
        Assert.Empty(session.Run("Sync-MatchImage tree").Clean());
    }

    [Fact]
    public void Stopping_keeps_what_was_signed_and_the_next_sync_goes_on()
    {
        using var session = new PowerShellSession();
        foreach (int i in Enumerable.Range(0, 200))
            session.CopySample("harbour.jpg", $"tree/{i:D3}.jpg");
        var clock = System.Diagnostics.Stopwatch.StartNew();

        session.RunAndStop("Sync-MatchImage tree -ThrottleLimit 1", TimeSpan.FromMilliseconds(600));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        int stored = session.Run("Get-MatchImage").Clean().Count;
        Assert.Equal(200 - stored, session.Run("Sync-MatchImage tree").Clean().Count);
    }

    [Fact]
    public void Folders_come_by_path_wildcard_and_pipeline_and_must_be_folders()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg", "tree/one/a.jpg");
        session.CopySample("fruit.jpg", "tree/two [2]/b.jpg");
        Assert.Equal(2, session.Run("'tree/one', 'tree/two [2]' | Sync-MatchImage").Clean().Count);
        Assert.Empty(session.Run("Sync-MatchImage tree/*; Get-ChildItem tree | Sync-MatchImage; Sync-MatchImage -LiteralPath 'tree/two [2]', tree, tree/one").Clean());

        foreach (string path in new[] { "nowhere", "tree/x*", "tree/one/a.jpg" })
            Assert.StartsWith("FolderNotFound,", Assert.Single(session.Run($"Sync-MatchImage '{path}'").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NotAFileSystemPath,", Assert.Single(session.Run("Sync-MatchImage Env:").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static PowerShellSession Connected(bool onCluster)
    {
        var session = new PowerShellSession();
        if (onCluster)
            session.Run($"Set-MatchConnection -Uri {TestEngine.Shared.Uris[0]} -Index sync-{Guid.NewGuid():N}").Clean();
        return session;
    }
}
