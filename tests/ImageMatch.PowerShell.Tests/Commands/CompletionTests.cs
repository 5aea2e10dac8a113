using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests.Elasticsearch;

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
    public void Keys_are_found_however_many_records_have_others()
    {
        _session.Run("$i = 0; Add-MatchImage (@('city.jpg') * 1100) -Name { \"$(($script:i++)).jpg\" } -Metadata { $i -eq 600 ? @{ rare = 1 } : @{ common = 1 } } -Connection many.db").Clean();

        Assert.Equal(["@{ 'metadata.common' = '' }", "@{ 'metadata.rare' = '' }"], Complete("Get-MatchImage -Connection many.db -Filter "));
    }

    [SkippableFact]
    public void Clusters_that_were_used_complete_and_are_then_used_as_they_were_set()
    {
        string node = TestEngine.Shared.Uris[0].ToString().TrimEnd('/');
        string address = $"{node}/completion-{Guid.NewGuid():N}";
        _session.Run($"Set-MatchConnection -Uri {node} -Index {address.Split('/')[^1]} -Source 'reading room'").Clean();
        _session.Run("Add-MatchImage city.jpg -Metadata @{ licence = 1 }; Set-MatchConnection other.db").Clean();

        Assert.Contains(address, Complete("Get-MatchImage -Connection completion"));
        Assert.Contains(node, Complete("Set-MatchConnection -Uri "));
        Assert.DoesNotContain(address, Complete("Set-MatchConnection completion"));
        Assert.Equal("@{ 'metadata.licence' = '' }", Complete($"Get-MatchImage -Connection {address} -Filter ").Single());
        Assert.Equal("reading room", _session.Run($"(Get-MatchImage -Connection {address}).Source").Single().BaseObject);
        Assert.Single(_session.Run($"Get-MatchImage city.jpg -Connection ([uri]'{address}')").Clean());
    }

    [Theory]
    [InlineData("http://127.0.0.1:9200")]
    [InlineData("http://127.0.0.1:9200/a/b")]
    [InlineData("http://me:secret@127.0.0.1:9200/images")]
    public void An_address_that_is_none_of_an_index_is_refused_and_shows_no_secret(string address)
    {
        Assert.Empty(Complete($"Get-MatchImage -Connection {address} -Filter "));

        ErrorRecord error = _session.Run($"Get-MatchImage -Connection {address}").Errors.Single();

        Assert.Contains("http://127.0.0.1:9200/images", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", $"{error}{error.TargetObject}", StringComparison.Ordinal);
    }

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
