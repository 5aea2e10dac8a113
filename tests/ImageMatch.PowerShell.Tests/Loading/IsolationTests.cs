using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Loading;

/// <summary>Each in a fresh process: what a process has loaded once it keeps.</summary>
public class IsolationTests
{
    [Fact]
    public void Native_libraries_load_from_the_module() => AssertNative(ChildProcess.Console(Path.GetTempPath(), NativeScript.Text));

    [SkippableFact]
    public void Native_libraries_load_in_pwsh() =>
        AssertNative(ChildProcess.Pwsh(Path.GetTempPath(), $"Import-Module '{StagedModule.Manifest}'\n{NativeScript.Text}"));

    [SkippableFact]
    public void Pictures_are_added_and_found_in_pwsh()
    {
        using var folder = new TemporaryFolder();
        folder.CopySample("harbour.jpg", "below/harbour.jpg");
        folder.CopySample("harbour-small.jpg");

        ChildProcess.Result result = ChildProcess.Pwsh(folder.Path, $"""
            Import-Module '{StagedModule.Manifest}'
            Set-MatchConnection store.db
            Get-ChildItem -Recurse | Add-MatchImage
            Search-MatchImage harbour-small.jpg | Select-Object -First 2 | ForEach-Object {'{'} Split-Path $_.Path -Leaf {'}'}
            """);

        Assert.Equal("", result.Error);
        Assert.Equal(["harbour-small.jpg", "harbour.jpg"], Lines(result.Output));
    }

    [Theory]
    [InlineData("older", "LoadFrom", 9)]
    [InlineData("newer", "LoadFrom", 11)]
    [InlineData("older", "Default", 9)]
    [InlineData("newer", "Default", 11)]
    public void The_module_keeps_its_own_provider_where_the_host_holds_another(string which, string way, int major)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "OtherSqlite", which, "Microsoft.Data.Sqlite.dll");
        string load = way == "LoadFrom" ? "[Reflection.Assembly]::LoadFrom" : "[Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath";

        using var folder = new TemporaryFolder();
        folder.CopySample("city.jpg");

        ChildProcess.Result result = ChildProcess.Console(folder.Path, $"""
            $other = {load}('{path}')
            "host $($other.GetName().Version.Major)"
            {NativeScript.Text}
            Set-MatchConnection store.db
            Add-MatchImage city.jpg
            "found $((Search-MatchImage city.jpg).Dist)"
            """);

        Assert.Equal("", result.Error);
        Assert.Equal([$"host {major}", .. NativeScript.Expected, "found 0"], Lines(result.Output));
    }

    private static void AssertNative(ChildProcess.Result result)
    {
        Assert.Equal("", result.Error);
        Assert.Equal(NativeScript.Expected, Lines(result.Output));
        Assert.Equal(0, result.ExitCode);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
