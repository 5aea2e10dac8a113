using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;

namespace ImageMatch.PowerShell.Tests.Commands;

public class ConnectionTests
{
    [Fact]
    public void Only_adding_makes_a_store()
    {
        using var session = new PowerShellSession();
        foreach (var command in new[] { "Search-MatchImage x.jpg", "Get-MatchImage", "Remove-MatchImage *", "Set-MatchImage * @{ a = 1 }" })
        {
            Assert.StartsWith("StoreNotFound,", session.Run("Set-MatchConnection missing.db; " + command).Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        Assert.False(session.Run("(Get-MatchConnection).Exists").Single().BaseObject as bool?);
        Assert.False(File.Exists(Path.Combine(session.Folder, "missing.db")));
    }

    [Fact]
    public void A_connection_is_an_object_or_a_file_and_wins_over_the_current_one()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg");
        session.Run("Add-MatchImage city.jpg -Connection other.db").Clean();
        Assert.True(File.Exists(Path.Combine(session.Folder, "other.db")));
        Assert.False(File.Exists(session.StorePath));
        Assert.Single(session.Run("$c = Set-MatchConnection other.db -PassThru; Clear-MatchConnection; Get-MatchImage -Connection $c").Clean());
    }

    [Fact]
    public void The_environment_moves_the_default_store()
    {
        using var session = new PowerShellSession();
        var expected = Environment.GetEnvironmentVariable("IMAGEMATCH_STORE");
        Assert.Equal(expected, session.Run("Clear-MatchConnection; (Get-MatchConnection).Path").Single().BaseObject);
    }

    [Fact]
    public void A_new_runspace_starts_from_the_connection_last_set_in_the_process()
    {
        using var session = new PowerShellSession();
        var script = """
            param($manifest)
            Set-MatchConnection here.db
            $inner = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript({ param($m) Import-Module $m; (Get-MatchConnection).Path }).AddArgument($manifest)
            $inner.Invoke()
            """;
        // Other tests set connections of this process meanwhile, so a process of its own.
        var file = Path.Combine(session.Folder, "connection.ps1");
        File.WriteAllText(file, script);
        var run = ChildProcess.Console(session.Folder, "-File", file, StagedModule.Manifest);
        Assert.Equal(Path.Combine(session.Folder, "here.db"), run.Output.Trim());
    }

    [Fact]
    public void A_store_of_another_profile_is_refused_and_leaving_the_option_out_adopts_it()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg");
        session.Run("Set-MatchConnection p.db -Transparency Ignore -SignatureOption @{ gridsize = 11 }; Add-MatchImage city.jpg").Clean();
        var error = session.Run("Set-MatchConnection p.db -Transparency Flatten").Errors.Single();
        Assert.StartsWith("StoreProfileMismatch,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Transparency", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(11, session.Run("Set-MatchConnection p.db; (Get-MatchConnection).Profile.Options.GridSize").Single().BaseObject);
        Assert.Single(session.Run("Search-MatchImage city.jpg").Clean());
    }

    [Theory]
    [InlineData("@{ nonsense = 1 }", "nonsense")]
    [InlineData("@{ GridSize = 1 }", "GridSize")]
    [InlineData("@{ Levels = 'many' }", "Levels")]
    public void Bad_options_are_refused_by_name(string options, string name)
    {
        using var session = new PowerShellSession();
        var error = session.Run($"Set-MatchConnection p.db -SignatureOption {options}").Errors.Single();
        Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(name, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_store_ends_the_command()
    {
        using var session = new PowerShellSession();
        File.Copy(Path.Combine(TestFiles.Samples, "city.jpg"), Path.Combine(session.Folder, "city.db"));
        Assert.StartsWith("StoreUnreadable,", session.Run("Search-MatchImage x.jpg -Connection city.db").Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("StoreUnreadable,", session.Run("Set-MatchConnection city.db").Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
