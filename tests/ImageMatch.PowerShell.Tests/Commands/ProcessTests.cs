using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;

namespace ImageMatch.PowerShell.Tests.Commands;

/// <summary>Several processes on one store, and processes that are killed.</summary>
public class ProcessTests
{
    private static string Photos => Path.Combine(TestFiles.Shared, "images", "photos");

    [SkippableFact]
    public void A_killed_process_leaves_whole_records_and_the_next_completes_them()
    {
        TestFiles.RequireShared();
        using var session = new PowerShellSession();
        var random = new Random(4);
        var before = 0;
        for (var round = 0; round < 20; round++)
        {
            // A new process each time, as a scheduled script is, on the same store as the one before.
            var script = $"Add-MatchImage '{Photos}' -ThrottleLimit 1 -Connection killed.db";
            ChildProcess.KilledConsole(session.Folder, TimeSpan.FromMilliseconds(random.Next(500, 2500)), script);
            if (!File.Exists(Path.Combine(session.Folder, "killed.db")))
                continue;

            var records = session.Run("try { Get-MatchImage -Connection killed.db } catch { if ($_.FullyQualifiedErrorId -notlike 'StoreNotFound*') { throw } }").Clean();
            Assert.InRange(records.Count, before, 300);
            Assert.All(records, record => Assert.True(record.Properties["Length"].Value is long && record.Properties["ContentHash"].Value is string && record.Properties["Signer"].Value is not null));
            before = records.Count;
        }

        Assert.Equal(300, session.Run($"Add-MatchImage '{Photos}' -Connection killed.db -PassThru").Clean().Count);
        Assert.Equal(300L, session.Run("(Get-MatchConnection -Connection killed.db).Count").Single().BaseObject);
        var found = session.Run($"Search-MatchImage '{Photos}' -First 1 -Connection killed.db").Clean();
        Assert.Equal(300, found.Count(result => (double)result.Properties["Dist"].Value == 0));
    }

    [SkippableFact]
    public void Two_processes_add_at_once_and_a_third_that_is_open_all_the_time_sees_both()
    {
        TestFiles.RequireShared();
        using var session = new PowerShellSession();
        session.CopySample("city.jpg");
        session.Run("Set-MatchConnection both.db; Add-MatchImage city.jpg").Clean();
        Assert.Single(session.Run("Search-MatchImage city.jpg").Clean());
        var runs = Task.WhenAll(Add("n0[1-2]*"), Add("n0[3-9]*", "n1*"));
        var seen = 1L;
        while (!runs.IsCompleted)
        {
            var count = (long)session.Run("(Get-MatchConnection).Count").Single().BaseObject;
            Assert.InRange(count, seen, 301);
            seen = count;
            Assert.NotEmpty(session.Run("Search-MatchImage city.jpg").Clean());
        }

        Assert.All(runs.Result, run => Assert.Equal("", run.Error));
        Assert.Equal(300, session.Run($"Search-MatchImage '{Photos}' -DistanceCutoff 0.0001").Clean().Count);
        Assert.Equal(301L, session.Run("(Get-MatchConnection).Count").Single().BaseObject);

        Task<ChildProcess.Result> Add(params string[] names) => Task.Run(() =>
            ChildProcess.Console(session.Folder, $"Add-MatchImage {string.Join(", ", names.Select(name => $"'{Photos}/{name}'"))} -Connection both.db"));
    }
}
