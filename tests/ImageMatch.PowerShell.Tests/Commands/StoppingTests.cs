using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;

namespace ImageMatch.PowerShell.Tests.Commands;

/// <summary>What was signed before a pipeline ends early is stored.</summary>
public class StoppingTests
{
    [Fact]
    public void What_was_emitted_before_the_pipeline_ended_is_stored()
    {
        using var session = new PowerShellSession();
        // What Select-Object -First does to the commands before it: the pipeline ends without their EndProcessing.
        var emitted = session.Run("param($samples) do { Get-ChildItem $samples | Add-MatchImage -PassThru | ForEach-Object { $_; break } } while ($false)", TestFiles.Samples).Values("Id");
        Assert.Single(emitted);
        Assert.Contains(emitted[0], session.Run("Get-MatchImage").Values("Id"));
    }

    [Fact]
    public void Error_action_stop_keeps_what_came_before()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg", "1.jpg");
        File.WriteAllText(Path.Combine(session.Folder, "2.jpg"), "no picture");
        session.CopySample("fruit.jpg", "3.jpg");
        var run = session.Run("Add-MatchImage 1.jpg, 2.jpg, 3.jpg -ErrorAction Stop");
        Assert.StartsWith("NotAPicture,", run.Terminating!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("1.jpg", session.Run("Get-MatchImage").Values("Path").Select(path => Path.GetFileName((string)path!)));
    }

    [SkippableFact]
    public void Stopping_ends_the_command_at_once_and_keeps_what_was_signed()
    {
        TestFiles.RequireShared();
        using var session = new PowerShellSession();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        session.RunAndStop($"Add-MatchImage '{Path.Combine(TestFiles.Shared, "images", "photos")}' -ThrottleLimit 1", TimeSpan.FromMilliseconds(600));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        var stored = session.Run("Get-MatchImage").Clean().Count;
        Assert.InRange(stored, 1, 300);
    }
}
