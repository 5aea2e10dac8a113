using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Commands;

/// <summary>What long work shows on the progress stream. Script blocks that sleep make work long.</summary>
public class ProgressTests
{
    // The store is asked about 64 pictures at once, which are then signed.
    private const int Pictures = 140;
    private const string Slowly = "{ [Threading.Thread]::Sleep(20); $_.Name }";

    [Fact]
    public void Pictures_of_a_folder_are_counted_so_that_the_time_left_is_known()
    {
        using var session = WithPictures();

        foreach (string command in new[] { "Add-MatchImage tree", "Add-MatchImage tree/*.jpg", "Search-MatchImage tree" })
            Assert.All(Counted(Shown(session, $"{command} -Name {Slowly}")), record => IsTimed(record, Pictures));
    }

    [Fact]
    public void Records_that_are_given_are_counted_too()
    {
        using var session = WithPictures();
        session.Run("Add-MatchImage tree").Clean();

        var shown = Shown(session, "Search-MatchImage -Record (Get-MatchImage) -First 1 | ForEach-Object { [Threading.Thread]::Sleep(20) }");

        Assert.All(Counted(shown), record => IsTimed(record, Pictures));
    }

    [Fact]
    public void Pictures_of_a_pipeline_show_how_many_are_done_and_how_fast()
    {
        using var session = WithPictures();

        Assert.All(Shown(session, $"Get-ChildItem tree | Add-MatchImage -Name {Slowly}"), record =>
        {
            Assert.Matches("^[0-9]+ done, [0-9]+ in work, [0-9.,]+ a second$", record.StatusDescription);
            Assert.Equal((-1, -1), (record.PercentComplete, record.SecondsRemaining));
        });
    }

    [Fact]
    public void Pictures_that_are_declined_or_fail_count_as_done()
    {
        using var session = WithPictures();

        var last = Shown(session, "Add-MatchImage tree -Name { [Threading.Thread]::Sleep(20); if ($_.Name -ne '100.jpg') { throw 'no name' }; $_.Name } -ErrorAction SilentlyContinue")[^1];

        Assert.InRange(last.PercentComplete, 50, 100);
    }

    [Fact]
    public void A_sync_shows_its_parts_one_after_the_other()
    {
        using var session = WithPictures();
        Assert.All(Shown(session, $"Sync-MatchImage tree -Metadata {Slowly}"), record => IsTimed(record, Pictures));

        // Files that may have moved are read whole: a large one by many names, which takes little room.
        string large = Path.Combine(session.Folder, "large", "0.jpg");
        session.CopySample("city.jpg", "large/0.jpg");
        using (FileStream file = File.OpenWrite(large))
            file.SetLength(256_000_000);
        session.Run("Sync-MatchImage large").Clean();
        File.SetLastWriteTimeUtc(large, DateTime.UtcNow.AddDays(1));
        foreach (int i in Enumerable.Range(1, 16))
            File.CreateSymbolicLink(Path.Combine(session.Folder, "large", $"{i}.jpg"), large);

        var shown = Shown(session, "Sync-MatchImage large -ThrottleLimit 1 -WhatIf");

        Assert.Equal("Reading files that may have moved", Assert.Single(shown.Select(record => record.Activity).Distinct()));
        Assert.All(shown, record => IsTimed(record, 17));
    }

    /// <summary>What a script shows, without the records that take bars away: there is one for each bar.</summary>
    private static List<ProgressRecord> Shown(PowerShellSession session, string script)
    {
        var run = session.Run(script);
        run.Clean();
        ILookup<bool, ProgressRecord> records = run.Progress.ToLookup(record => record.RecordType == ProgressRecordType.Completed);
        Assert.Equal(records[false].Select(record => record.Activity).Distinct(), records[true].Select(record => record.Activity));
        return [.. records[false]];
    }

    /// <summary>The records after the first, with which counting begins.</summary>
    private static IEnumerable<ProgressRecord> Counted(List<ProgressRecord> shown)
    {
        Assert.InRange(shown.Count, 2, int.MaxValue);
        return shown.Skip(1);
    }

    private static void IsTimed(ProgressRecord record, int total)
    {
        Assert.Matches($"^[0-9]+ of {total}$", record.StatusDescription);
        Assert.InRange(record.PercentComplete, 0, 100);
        Assert.True(record.SecondsRemaining >= 0 || record.StatusDescription.StartsWith("0 ", StringComparison.Ordinal), record.StatusDescription);
    }

    private static PowerShellSession WithPictures()
    {
        var session = new PowerShellSession();
        foreach (int i in Enumerable.Range(0, Pictures))
            session.CopySample("harbour-small.jpg", $"tree/{i}.jpg");
        return session;
    }
}
