using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Commands;

/// <summary>Get-, Set- and Remove-MatchImage.</summary>
public class RecordTests
{
    [Fact]
    public void Records_are_got_by_path_wildcard_id_filter_and_of_files_that_are_gone()
    {
        using var session = Added();
        File.Delete(Path.Combine(session.Folder, "tree", "city.jpg"));
        Assert.Equal(4, session.Run("Get-MatchImage").Clean().Count);
        Assert.Single(session.Run("Get-MatchImage tree/city.jpg").Clean());
        Assert.Equal(3, session.Run("Get-MatchImage tree/*.jpg").Clean().Count);
        Assert.Single(session.Run("Get-MatchImage -Id (Get-MatchImage tree/plan.png).Id").Clean());
        Assert.Equal(["png"], session.Run("Get-MatchImage -Filter @{ Format = 'PNG' }").Values("Format").Select(format => format!.ToString()!.ToLowerInvariant()));
        Assert.StartsWith("RecordNotFound,", session.Run("Get-MatchImage tree/nothing.jpg").Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_is_replaced_or_merged()
    {
        using var session = Added();
        Assert.Equal(["b"], session.Run("Set-MatchImage tree/city.jpg @{ b = 2 } -PassThru | ForEach-Object { $_.Metadata.psobject.Properties.Name }").Clean().Select(name => name.ToString()));
        Assert.Equal(["a", "b"], session.Run("(Set-MatchImage tree/city.jpg @{ a = 1 } -Merge -PassThru).Metadata.psobject.Properties.Name").Clean().Select(name => name.ToString()).Order());
        Assert.Equal(["b"], session.Run("(Set-MatchImage tree/city.jpg @{ a = $null } -Merge -PassThru).Metadata.psobject.Properties.Name").Clean().Select(name => name.ToString()));
        Assert.Equal("city.jpg", session.Run("(Get-MatchImage tree/city.jpg | Set-MatchImage -Metadata { @{ name = [IO.Path]::GetFileName($_.Path) } } -PassThru).Metadata.name").Single().BaseObject);
        Assert.Single(session.Run("Get-MatchImage -Filter @{ 'metadata.name' = 'CITY.jpg' }").Clean());
    }

    [Fact]
    public void Removing_needs_a_selector_and_leaves_the_files()
    {
        using var session = Added();
        foreach (var command in new[] { "Remove-MatchImage", "Set-MatchImage -Metadata 1" })
        {
            Assert.StartsWith("SelectorMissing,", session.Run(command).Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        session.Run("Remove-MatchImage tree/city.jpg -WhatIf").Clean();
        Assert.Equal(4, session.Run("Get-MatchImage").Clean().Count);
        var run = session.Run("Search-MatchImage tree/city.jpg | Remove-MatchImage -Verbose");
        Assert.Contains("1 records removed from the store; no file was touched.", run.Verbose);
        Assert.Equal(3, session.Run("Get-MatchImage").Clean().Count);
        Assert.True(File.Exists(Path.Combine(session.Folder, "tree", "city.jpg")));
        session.Run("Get-ChildItem tree -Recurse -File | Where-Object Name -ne city.jpg | Remove-MatchImage").Clean();
        Assert.Empty(session.Run("Get-MatchImage").Clean());
    }

    [Fact]
    public void A_relative_wildcard_stays_below_the_current_location()
    {
        using var session = Added();
        Assert.Single(session.Run("[void]$ExecutionContext.SessionState.Path.SetLocation('tree/inner/deeper'); Remove-MatchImage *.jpg -PassThru").Clean());
        Assert.Equal(3, session.Run("Get-MatchImage").Clean().Count);
    }

    [Fact]
    public void A_relative_wildcard_says_where_else_it_would_fit()
    {
        using var session = Added();
        var run = session.Run("[void]$ExecutionContext.SessionState.Path.SetLocation('tree/inner/deeper'); Get-MatchImage *city*");
        Assert.Empty(run.Clean());
        Assert.Contains("city.jpg", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_paths_complete()
    {
        using var session = Added();
        var completions = session.Run("(TabExpansion2 -inputScript 'Get-MatchImage -Path plan' -cursorColumn 25).CompletionMatches.CompletionText");
        Assert.EndsWith("plan.png", Assert.Single(completions.Clean()).ToString(), StringComparison.Ordinal);
    }

    private static PowerShellSession Added()
    {
        var session = AddMatchImageTests.WithTree();
        session.Run("Add-MatchImage tree -Recurse -Metadata @{ a = 1 }").Clean();
        return session;
    }
}
