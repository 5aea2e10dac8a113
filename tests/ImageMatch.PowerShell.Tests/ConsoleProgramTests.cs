using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests;

public sealed class ConsoleProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_first_command_of_the_readme_lists_the_copies_of_a_scene_and_the_same_again()
    {
        foreach (string sample in Directory.EnumerateFiles(ImageMatch.Tests.TestFiles.Samples))
        {
            _folder.CopySample(Path.GetFileName(sample), Path.Combine("samples", Path.GetFileName(sample)));
        }
        const string script = "Set-MatchConnection try.db; Add-MatchImage samples; Search-MatchImage samples/harbour-small.jpg";

        ChildProcess.Result first = Run(script);
        ChildProcess.Result second = Run(script + "; (Get-MatchImage).Count");

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        string[] found = [.. Lines(first.Output).Where(line => line.Contains("harbour", StringComparison.Ordinal) && char.IsDigit(line[0]))];
        Assert.InRange(found.Length, 7, 9);
        Assert.StartsWith("0.0000", found[0], StringComparison.Ordinal);
        Assert.EndsWith("harbour-small.jpg", found[0], StringComparison.Ordinal);
        Assert.Equal(found.Order(StringComparer.Ordinal), found);
        Assert.Equal([.. Lines(first.Output), "15"], Lines(second.Output));
    }

    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("1/0; 'after'", 0)]
    [InlineData("'before'; 1/0", 1)]
    [InlineData("throw 'broken'", 1)]
    [InlineData("'unfinished' |", 1)]
    [InlineData("exit 7", 7)]
    [InlineData("& { exit 3 }", 3)]
    [InlineData("$ErrorActionPreference = 'Stop'; 1/0; 'never'", 1)]
    [InlineData("dotnet --nonsense *> $null", 1)]
    public void The_exit_code_is_that_of_pwsh_command(string script, int expected) => Assert.Equal(expected, Run(script).ExitCode);

    [Fact]
    public void Objects_go_to_output_and_errors_in_the_words_of_PowerShell_to_error()
    {
        ChildProcess.Result result = Run("[pscustomobject]@{ Name = 'ü 日本'; Size = 3 }; 1/0; 'after'");

        Assert.Equal(["Name Size", "---- ----", "ü 日本    3", "after"], Lines(result.Output).Select(line => line.TrimEnd()).Where(line => line.Length > 0));
        Assert.Equal("RuntimeException: Attempted to divide by zero.", result.Error.Trim());
    }

    [Fact]
    public void Warnings_and_verbose_lines_have_their_prefix_and_progress_is_for_terminals_only()
    {
        ChildProcess.Result result = Run("""
            function Test-Streams {
                [CmdletBinding()] param()
                $PSCmdlet.WriteWarning('careful'); $PSCmdlet.WriteVerbose('detail'); $PSCmdlet.WriteDebug('inside')
                $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'Working', 'half'))
            }
            $DebugPreference = 'Continue'
            Test-Streams -Verbose
            """);

        Assert.Equal(["WARNING: careful", "VERBOSE: detail", "DEBUG: inside"], Lines(result.Output));
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void A_cmdlet_that_this_host_lacks_is_explained()
    {
        ChildProcess.Result result = Run("Get-ChildItem");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("'Get-ChildItem' is not recognized", result.Error, StringComparison.Ordinal);
        Assert.Contains("This host has none of PowerShell's management and utility cmdlets", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_file_gets_its_arguments_by_name_and_gives_its_exit_code()
    {
        string path = Path.Combine(_folder.Path, "a script's.ps1");
        File.WriteAllText(path, """
            param([string] $Name, [switch] $Loud, [int] $Count = 1)
            "$Name|$Loud|$Count|$($args -join ',')|$([IO.Path]::GetFileName($PSScriptRoot) -eq [IO.Path]::GetFileName($PWD))"
            dotnet --nonsense *> $null
            if ($Count -gt 1) { exit $Count }
            """);

        ChildProcess.Result byName = ChildProcess.Console(_folder.Path, "-File", path, "-Count:5", "-Name", "it's", "-Loud", "rest", "-x.jpg");
        ChildProcess.Result switchedOff = ChildProcess.Console(_folder.Path, "-File", "./a script's.ps1", "-Loud:$false", "first");

        Assert.Equal("it's|True|5|rest,-x.jpg|True", byName.Output.Trim());
        Assert.Equal(5, byName.ExitCode);
        Assert.Equal("first|False|1||True", switchedOff.Output.Trim());
        Assert.Equal(0, switchedOff.ExitCode);
    }

    [Fact]
    public void A_script_file_that_fails_ends_with_1()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "fails.ps1"), "'before'\nthrow 'broken'");

        ChildProcess.Result result = ChildProcess.Console(_folder.Path, "-File", "fails.ps1");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("before", result.Output.Trim());
        Assert.Contains("broken", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Usage")]
    [InlineData("no script file 'absent.ps1'", "-File", "absent.ps1")]
    public void Without_a_script_it_says_how_it_is_used(string expected, params string[] arguments)
    {
        ChildProcess.Result result = ChildProcess.Console(_folder.Path, arguments);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Ctrl_C_stops_the_pipeline_and_lets_it_clean_up()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no way to send Ctrl+C to another process.");

        ChildProcess.Result result = ChildProcess.InterruptedConsole(_folder.Path, "[Console]::WriteLine('started'); try { while ($true) { [Threading.Thread]::Sleep(20) } } finally { [Console]::WriteLine('cleaned up') }");

        Assert.Equal(130, result.ExitCode);
        Assert.Equal("cleaned up", result.Output.Trim());
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void The_location_is_the_folder_it_is_started_in() =>
        Assert.Equal(Path.GetFileName(_folder.Path), Path.GetFileName(Run("$PWD.ProviderPath").Output.Trim()));

    public void Dispose() => _folder.Dispose();

    private ChildProcess.Result Run(string script) => ChildProcess.Console(_folder.Path, script);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
