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
    public void A_filter_that_an_unset_variable_left_empty_changes_nothing()
    {
        using var session = Added();
        foreach (var filter in new[] { "@{}", "@{ Metadata = @{} }", "@{ Format = 'Jpeg'; Metadata = @{ b = @{} } }" })
        {
            AssertRefused($"Remove-MatchImage -Filter {filter}", "is empty", session);
            AssertRefused($"Get-MatchImage -Filter {filter}", "is empty", session);
        }

        session.Run("$none = $null; $some = 'x', $null").Clean();
        foreach (var filter in new[]
        {
            "@{ 'metadata.batch' = $unset }", "@{ Format = 'Jpeg'; 'metadata.batch' = $none }", "@{ Metadata = @{ batch = 'x', $none } }",
            "{ $_.Metadata.batch -eq $none }", "{ $_.Metadata.batch -in $some }", "{ $_.Path -like \"$none*\" }",
        })
        {
            AssertRefused($"Remove-MatchImage -Filter {filter}", "$null", session);
            AssertRefused($"Set-MatchImage -Filter {filter} -Metadata 1", "$null", session);
        }

        Assert.Equal(4, session.Run("Get-MatchImage -Filter @{ 'metadata.batch' = $none }").Clean().Count);
        Assert.Equal(4, session.Run("Remove-MatchImage -Filter { $_.Metadata.batch -eq $null } -PassThru").Clean().Count);
    }

    [Fact]
    public void A_query_alone_says_which_records()
    {
        using var session = Added();
        var error = Assert.Single(session.Run("Remove-MatchImage -Query @{ match_all = @{} }").Errors);
        Assert.StartsWith("QueryRefused,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_escaped_as_completion_does_it_is_found()
    {
        using var session = Added();
        session.CopySample("city.jpg", "b[1].jpg");
        Assert.Single(session.Run("Add-MatchImage 'b`[1`].jpg' -PassThru").Clean());
        Assert.Single(session.Run("Get-MatchImage 'b`[1`].jpg'").Clean());
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

    private static void AssertRefused(string command, string why, PowerShellSession session)
    {
        var error = Assert.Single(session.Run(command).Errors);
        Assert.StartsWith("ParameterArgumentTransformationError,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(why, error.ToString(), StringComparison.Ordinal);
    }

    private static PowerShellSession Added()
    {
        var session = AddMatchImageTests.WithTree();
        session.Run("Add-MatchImage tree -Recurse -Metadata @{ a = 1 }").Clean();
        return session;
    }
}
