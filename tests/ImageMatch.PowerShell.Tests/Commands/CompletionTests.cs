using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Commands;

/// <summary>What Tab offers.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly PowerShellSession _session = new();

    public CompletionTests()
    {
        _session.CopySample("city.jpg");
        _session.Run("Add-MatchImage city.jpg -Metadata @{ rights = 'press'; size = @{ width = 5 }; \"it's\" = 1 }; Add-MatchImage city.jpg -Metadata @{ other = 1 } -Connection other.db").Clean();
    }

    [Theory]
    [InlineData("Get-MatchImage -Filter ", "@{ 'metadata.it''s' = '' }|@{ 'metadata.rights' = '' }|@{ 'metadata.size.width' = '' }")]
    [InlineData("Search-MatchImage city.jpg -Filter RIG", "@{ 'metadata.rights' = '' }")]
    [InlineData("Set-MatchImage city.jpg -Metadata siz", "@{ 'size' = '' }")]
    [InlineData("Get-MatchImage -Connection other.db -Filter ", "@{ 'metadata.other' = '' }")]
    [InlineData("Set-MatchConnection x.db -Transparency F", "Flatten")]
    [InlineData("Find-MatchDuplicate -Keep Largest", "LargestFile|LargestImage")]
    public void Completions_are_what_occurs(string line, string expected) => Assert.Equal(expected, string.Join('|', Complete(line).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("Get-MatchImage -Connection images")]
    [InlineData("Copy-MatchStore images")]
    [InlineData("Set-MatchConnection images")]
    public void Stores_that_were_used_complete(string line) => Assert.Contains(_session.StorePath, Complete(line));

    [Fact]
    public void What_is_completed_runs()
    {
        string filter = Complete("Get-MatchImage -Filter rights").Single();

        Assert.Empty(_session.Run($"Get-MatchImage -Filter {filter}").Clean());
        Assert.Single(_session.Run($"Get-MatchImage -Filter {filter.Replace("''", "'press'", StringComparison.Ordinal)}").Clean());
    }

    public void Dispose() => _session.Dispose();

    private IEnumerable<string> Complete(string line) => _session
        .Run("param($line) (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText", line)
        .Clean()
        .Where(text => text is not null)
        .Select(text => text.ToString());
}
