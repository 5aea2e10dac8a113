using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Filters;

/// <summary>-Filter as a script block: what it means, which variables it sees, and what it says of what it cannot translate.</summary>
public sealed class ScriptBlockFilterTests : IClassFixture<ScriptBlockFilterTests.Store>
{
    private readonly PowerShellSession _session;

    public ScriptBlockFilterTests(Store store) => _session = store.Session;

    [Theory]
    [InlineData("{ $_.Metadata.rights -eq 'press' }", "city plan")]
    [InlineData("{ $_.Metadata.rights -ceq 'press' }", "city")]
    [InlineData("{ $_.Metadata.rights -ieq 'PRESS' }", "city plan")]
    [InlineData("{ $_.Metadata.rights -ne 'press' }", "fruit harbour")]
    [InlineData("{ $_.metadata.RIGHTS -cne 'press' }", "fruit harbour plan")]
    [InlineData("{ 'press' -eq $PSItem.Metadata.rights }", "city plan")]
    [InlineData("{ $null -eq $_.Metadata.rights }", "harbour")]
    [InlineData("{ $_.Metadata.rights -ne $null }", "city fruit plan")]
    [InlineData("{ $_.Metadata.n -gt 4 }", "plan")]
    [InlineData("{ 4 -lt $_.Metadata.n }", "plan")]
    [InlineData("{ $_.Metadata.n -ge 4 }", "fruit plan")]
    [InlineData("{ $_.Metadata.n -le [int]'4' }", "fruit")]
    [InlineData("{ $_.Metadata.n -lt 1mb -and $_.Metadata.n -gt -1.5 }", "fruit plan")]
    [InlineData("{ $_.Metadata.rights -like 'p*' }", "city plan")]
    [InlineData("{ $_.Metadata.rights -clike 'p*' }", "city")]
    [InlineData("{ $_.Metadata.rights -notlike 'p*' }", "fruit harbour")]
    [InlineData("{ $_.Metadata.rights -in 'web', 'none' }", "fruit")]
    [InlineData("{ $_.Metadata.rights -notin @('web'; 'press') }", "harbour")]
    [InlineData("{ $_.Metadata.rights -cin 'press' }", "city")]
    [InlineData("{ 'web', 'press' -contains $_.Metadata.rights }", "city fruit plan")]
    [InlineData("{ $_.Metadata.tags -contains 'ships' }", "harbour")]
    [InlineData("{ $_.Metadata.tags -ccontains 'ships' }", "")]
    [InlineData("{ $_.Metadata.tags -notcontains 'ships' }", "city fruit plan")]
    [InlineData("{ 'sea' -in $_.Metadata.tags }", "harbour")]
    [InlineData("{ $_.Metadata.size.width -eq 5 }", "city")]
    [InlineData("{ $_.Metadata['size'].'width' -eq 5 }", "city")]
    [InlineData("{ $_.Metadata.'it''s a.key' -eq $true }", "fruit")]
    [InlineData("{ -not ($_.Metadata.rights -eq 'press') -and !($_.Metadata.rights -eq 'web') }", "harbour")]
    [InlineData("{ $_.Metadata.n -eq 4 -or ($_.Format -eq 'png' -and $_.Width -gt 1) }", "fruit plan")]
    [InlineData("{ $_.Path -like '*city*' }", "city")]
    [InlineData("{ $_.Added -gt [datetime]'2020-01-01' }", "city fruit harbour plan")]
    [InlineData("{ $_.Added -gt '2999-01-01' -or $_.LastWriteTime -eq $null }", "")]
    [InlineData("{ $_.Metadata.taken -ge [datetime]'2024-05-01' }", "city")]
    [InlineData("{ $_.IsFeatureless -eq $false -and $_.Frame -eq 0 -and $_.Source -eq '' }", "city fruit harbour plan")]
    [InlineData("{ $true }", "city fruit harbour plan")]
    [InlineData("{ $false -or $_.Metadata.n -eq 5 }", "plan")]
    public void A_condition_means_what_it_says(string filter, string expected) => Assert.Equal(expected, Names($"Get-MatchImage -Filter {filter}"));

    [Theory]
    [InlineData("$wanted = 'press'; Get-MatchImage -Filter { $_.Metadata.rights -eq $wanted }", "city plan")]
    [InlineData("$script:wanted = 'web', 'other'; Get-MatchImage -Filter { $_.Metadata.rights -in $script:wanted }", "fruit")]
    [InlineData("$folder = (Get-MatchImage *city*).Path -replace '.city.jpg'; Get-MatchImage -Filter { $_.Path -like \"$folder`/c*\" }", "city")]
    [InlineData("$key = 'n'; Get-MatchImage -Filter { $_.Metadata.$key -eq 5 -and $_.Metadata[$key] -lt 6 }", "plan")]
    [InlineData("$min = '4'; Get-MatchImage -Filter { $_.Metadata.n -eq [int]$min }", "fruit")]
    [InlineData("$none = $null; Get-MatchImage -Filter { $_.Metadata.rights -eq $none }", "harbour")]
    [InlineData("$env:IMAGEMATCH_WANTED = 'web'; Get-MatchImage -Filter { $_.Metadata.rights -eq $env:IMAGEMATCH_WANTED }", "fruit")]
    [InlineData("function f($wanted) { Get-MatchImage -Filter { $_.Metadata.rights -eq $wanted } }; $wanted = 'web'; f press", "city plan")]
    [InlineData("function f { $wanted = 'press'; g }; function g { Get-MatchImage -Filter { $_.Metadata.rights -eq $wanted } }; f", "city plan")]
    [InlineData("function f { $wanted = 'press'; { $_.Metadata.rights -eq $wanted }.GetNewClosure() }; $wanted = 'web'; Get-MatchImage -Filter (f)", "city plan")]
    [InlineData("$wanted = 'press'; $null = New-Module { function f($Filter) { $wanted = 'web'; Get-MatchImage -Filter $Filter }; Export-ModuleMember -Function f } ; f { $_.Metadata.rights -eq $wanted }", "city plan")]
    [InlineData("function g { $local = 'press'; f { $_.Metadata.rights -eq $local } }; $null = New-Module { function f($Filter) { $local = 'web'; Get-MatchImage -Filter $Filter }; Export-ModuleMember -Function f } ; g", "city plan")]
    [InlineData("$null = New-Module { $wanted = 'press'; function f { Get-MatchImage -Filter { $_.Metadata.rights -eq $wanted } }; Export-ModuleMember -Function f } ; $wanted = 'web'; f", "city plan")]
    [InlineData("'*city*', '*fruit*' | Get-MatchImage -Filter { $_.Metadata.n -eq 4 }", "fruit")]
    public void Variables_are_those_that_the_script_block_would_see(string script, string expected) => Assert.Equal(expected, Names(script));

    [Theory]
    [InlineData("{ $_.Added -gt (Get-Date) }", "Get-Date|variable first")]
    [InlineData("{ $_.Added -gt (Get-Date).AddDays(-1) }", "AddDays|variable")]
    [InlineData("{ Get-Date }", "Get-Date|variable first")]
    [InlineData("{ $_.Added -gt [datetime]::Now }", "[datetime]::Now|variable first")]
    [InlineData("{ $_.Path.StartsWith('x') }", "StartsWith|-like")]
    [InlineData("{ $_.Path -match 'x' }", "-match|-like")]
    [InlineData("{ $_.Width -gt $_.Height }", "$_.Height|not with another property")]
    [InlineData("{ $_.Width -eq $config.Width }", "$config.Width|variable first")]
    [InlineData("{ $_.Width -eq $unset }", "$unset|not set")]
    [InlineData("{ $_.Width -eq $using:unset }", "$using:unset|-Parallel")]
    [InlineData("{ $_.Width -eq \"$(1+1)\" }", "$(1+1)|variable first")]
    [InlineData("{ $_.Width -eq 1 + 1 }", "1 + 1|variable first")]
    [InlineData("{ $_.Metadata.flag }", "$_.Metadata.flag|-eq $true")]
    [InlineData("{ -not $_.Metadata.n -eq 1 }", "-not ($_.Metadata.n -eq 1)")]
    [InlineData("{ $_.Metadata.tags[0] -eq 'x' }", "$_.Metadata.tags[0]|any of them")]
    [InlineData("{ $_ -eq 'x' }", "name a property")]
    [InlineData("{ 1 -eq 1 }", "1 -eq 1|no property")]
    [InlineData("{ 'p*' -like $_.Path }", "wrong side")]
    [InlineData("{ $_.Width -eq 1, 2 }", "-in")]
    [InlineData("{ $_.Width -eq @{} }", "@{}")]
    [InlineData("{ $_.Width -eq $session }", "$session")]
    [InlineData("{ $_.Width -eq [hashtable]'x' }", "[hashtable]'x'|variable first")]
    [InlineData("{ $_.Width -eq [int]'x' }", "[int]'x'")]
    [InlineData("{ $_.Added -gt 'yesterday' }", "'yesterday'|no date")]
    [InlineData("{ $a = 1; $_.Width -eq $a }", "one condition")]
    [InlineData("{ }", "one condition")]
    [InlineData("{ param($x) $_.Width -eq 1 }", "one condition")]
    [InlineData("{ $_.Width -eq 1 > file }", "> file")]
    [InlineData("{ $_.Width++ }", "$_.Width++")]
    [InlineData("'$_.Width -eq 1'", "never evaluated")]
    [InlineData("@{ Width = { 1 } }", "Width|ScriptBlock")]
    public void What_cannot_be_translated_is_named(string filter, string parts)
    {
        string message = _session.Run($"$config = [pscustomobject]@{{ Width = 1 }}; $session = [pscustomobject]@{{}}; try {{ Get-MatchImage -Filter {filter} }} catch {{ $_.Exception.Message }}").Single().ToString();
        Assert.All(parts.Split('|'), part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_in_a_filter_is_run()
    {
        var run = _session.Run("""
            $global:ran = 0
            class Runner { [string] ToString() { $global:ran++; return 'x' } }
            $object = [Runner]::new()
            $lazy = [pscustomobject]@{} | ForEach-Object { $_.psobject.Properties.Add([psscriptproperty]::new('P', { $global:ran++ })); $_ }
            foreach ($filter in { $_.Path -eq "$object" }, { $_.Path -eq $object }, { $_.Path -eq $lazy.P }, { $_.Path -eq [string]$object }, { $_.Path -eq $lazy }, { $_.Path -in @($object) }, { $_.$object -eq 1 }, @{ Path = $object }) {
                try { Get-MatchImage -Filter $filter } catch { 'refused' }
            }
            $global:ran
            """);
        Assert.Equal([.. Enumerable.Repeat<object>("refused", 8), 0], run.Clean().Select(item => item.BaseObject));
    }

    [Fact]
    public void Tables_take_nested_tables_lists_and_dates()
    {
        Assert.Equal("fruit", Names("Get-MatchImage -Filter @{ Metadata = @{ \"it's a.key\" = $true } }"));
        Assert.Equal("city", Names("Get-MatchImage -Filter @{ 'metadata.size' = @{ width = 4, 5 }; Format = 'jpeg' }"));
        Assert.Equal("city fruit harbour plan", Names("$now = (Get-MatchImage)[0].Added; Get-MatchImage -Filter @{ Added = (Get-MatchImage).Added }"));
    }

    [Fact]
    public void Search_and_remove_filter_alike()
    {
        Assert.Equal("city", Names("Search-MatchImage pictures/city.jpg -DistanceCutoff 1 -Filter { $_.Metadata.rights -eq 'press' -and $_.Format -eq 'Jpeg' }"));
        Assert.Equal("plan", Names("Remove-MatchImage -Filter { $_.Metadata.n -ge 5 } -WhatIf *>$null; Get-MatchImage -Filter { $_.Metadata.n -ge 5 }"));
    }

    private string Names(string script) => string.Join(' ', _session.Run(script).Values("Path").Select(path => Path.GetFileNameWithoutExtension((string)path!)).Order(StringComparer.Ordinal));

    /// <summary>Four pictures with metadata.</summary>
    public sealed class Store : IDisposable
    {
        public Store()
        {
            Directory.CreateDirectory(Path.Combine(Session.Folder, "pictures"));
            foreach (string name in new[] { "city.jpg", "fruit.jpg", "harbour.jpg", "plan.png" })
                Session.CopySample(name, Path.Combine("pictures", name));
            Session.Run("""
                Add-MatchImage pictures/city.jpg -Metadata @{ rights = 'press'; size = @{ width = 5 }; taken = [datetime]'2024-05-01T10:00' }
                Add-MatchImage pictures/fruit.jpg -Metadata @{ rights = 'Web'; n = 4; "it's a.key" = $true }
                Add-MatchImage pictures/harbour.jpg -Metadata @{ tags = 'Sea', 'Ships' }
                Add-MatchImage pictures/plan.png -Metadata @{ rights = 'PRESS'; n = 5 }
                """).Clean();
        }

        internal PowerShellSession Session { get; } = new();

        public void Dispose() => Session.Dispose();
    }
}
