using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Commands;

public class MatchDecisionTests
{
    [Fact]
    public void Pictures_that_are_no_match_are_in_no_group_whatever_they_are_called()
    {
        using var session = FindMatchDuplicateTests.WithCopies();
        session.Run("Find-MatchDuplicate | Set-MatchDecision NotAMatch -Note 'two views'").Clean();
        Assert.Empty(session.Run("Find-MatchDuplicate").Clean());

        File.Move(Path.Combine(session.Folder, "harbour.jpg"), Path.Combine(session.Folder, "renamed.jpg"));
        session.Run("Get-MatchImage | Remove-MatchImage; Add-MatchImage . -Recurse").Clean();

        Assert.Empty(session.Run("Find-MatchDuplicate").Clean());
        Assert.Equal(["two views"], session.Run("Get-MatchDecision renamed.jpg").Values("Note"));
        session.Run("Remove-MatchDecision renamed.jpg").Clean();
        Assert.Single(session.Run("Find-MatchDuplicate").Clean());
    }

    [Fact]
    public void What_is_to_be_kept_is_kept()
    {
        using var session = FindMatchDuplicateTests.WithCopies();
        session.Run("Get-MatchImage 'copies/*' | Set-MatchDecision Keep -Note published").Clean();

        var group = session.Run("Find-MatchDuplicate").Single();

        Assert.Equal("decided to be kept: published", group.Properties["KeepReason"].Value);
        Assert.EndsWith("a[1].jpg and 1 copy", group.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Decisions_go_to_another_store_as_lines_of_json()
    {
        using var session = FindMatchDuplicateTests.WithCopies();
        session.Run("Set-MatchDecision NotAMatch harbour.jpg, a1.jpg; Set-MatchDecision Keep harbour.jpg -Note 'ü \"1\"'").Clean();
        session.Run("Add-MatchImage a1.jpg -Connection other.db").Clean();

        session.Run("@(Get-MatchDecision -AsJson) + '' | Set-MatchDecision -Connection other.db").Clean();

        Assert.Equal(session.Run("Get-MatchDecision -AsJson").Output.Select(line => line.ToString()), session.Run("Get-MatchDecision -AsJson -Connection other.db").Output.Select(line => line.ToString()));
        Assert.Equal(["Keep"], session.Run("Get-MatchDecision harb*, nowhere* -Decision Keep").Values("Decision").Select(value => value?.ToString()));
    }

    [Fact]
    public void An_older_export_does_not_undo_what_was_decided_since()
    {
        using var session = FindMatchDuplicateTests.WithCopies();
        session.Run("Set-MatchDecision Keep harbour.jpg -Note older; $old = Get-MatchDecision -AsJson").Clean();
        session.Run("Set-MatchDecision Keep harbour.jpg -Note newer; $new = Get-MatchDecision -AsJson").Clean();

        var run = session.Run("$new, $old | Set-MatchDecision -PassThru -Verbose");

        Assert.Empty(run.Clean());
        Assert.Contains(run.Verbose, line => line.StartsWith("2 of 2 decisions were passed over", StringComparison.Ordinal));
        Assert.Equal(["newer"], session.Run("Get-MatchDecision").Values("Note"));
        session.Run("Get-MatchDecision | Remove-MatchDecision; $new, $old | Set-MatchDecision").Clean();
        Assert.Equal(["newer"], session.Run("Get-MatchDecision").Values("Note"));
    }

    [Fact]
    public void Wildcards_mean_the_same_as_for_stored_pictures()
    {
        using var session = FindMatchDuplicateTests.WithCopies();
        session.Run("Get-MatchImage copies/* | Set-MatchDecision Keep; Add-MatchImage harbour.jpg -Name basket/1; Get-MatchImage basket/1 | Set-MatchDecision Keep").Clean();
        session.Run("[void]$ExecutionContext.SessionState.Path.SetLocation('copies')").Clean();
        foreach (var pattern in new[] { "a*", "../copies/a*", "./*.jpg", "'a`[1`].jpg'", "basket/*", "basket/1" })
        {
            Assert.Single(session.Run($"Get-MatchImage {pattern}").Clean());
            Assert.Single(session.Run($"Get-MatchDecision {pattern}").Clean());
        }

        Assert.Empty(session.Run("Get-MatchDecision *harbour*").Clean());
    }

    [Fact]
    public void What_cannot_be_decided_is_an_error_and_the_rest_is_done()
    {
        using var session = FindMatchDuplicateTests.WithCopies();
        File.Copy(Path.Combine(session.Folder, "harbour.jpg"), Path.Combine(session.Folder, "same.jpg"));
        session.Run("Add-MatchImage same.jpg").Clean();

        AssertRefused("DecisionRefused,", session.Run("Set-MatchDecision NotAMatch harbour.jpg"));
        AssertRefused("DecisionRefused,", session.Run("Set-MatchDecision NotAMatch harbour.jpg, same.jpg, a1.jpg"));
        AssertRefused("RecordNotFound,", session.Run("Set-MatchDecision Keep nowhere.jpg, harbour.jpg"));
        AssertRefused("DecisionRefused,", session.Run("'{}' | Set-MatchDecision"));
        AssertRefused("SelectorMissing,", session.Run("Set-MatchDecision Keep"));
        AssertRefused("SelectorMissing,", session.Run("Remove-MatchDecision"));
        Assert.Equal(2, session.Run("Get-MatchDecision").Output.Count);
    }

    [Fact]
    public void WhatIf_keeps_and_removes_nothing()
    {
        using var session = FindMatchDuplicateTests.WithCopies();
        session.Run("Set-MatchDecision Keep harbour.jpg -WhatIf").Clean();
        Assert.Empty(session.Run("Get-MatchDecision").Clean());
        session.Run("Set-MatchDecision Keep harbour.jpg; Remove-MatchDecision -Decision Keep -WhatIf").Clean();
        Assert.Single(session.Run("Get-MatchDecision | Remove-MatchDecision -WhatIf; Get-MatchDecision").Clean());
    }

    private static void AssertRefused(string id, RunResult run) =>
        Assert.StartsWith(id, Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
}
