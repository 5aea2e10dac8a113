using System.Diagnostics;
using ImageMatch.PowerShell.Tests.Sessions;
using Xunit.Abstractions;

namespace ImageMatch.PowerShell.Tests.Loading;

public class ImportTests(ITestOutputHelper log)
{
    private const string LoadBackends = "[Reflection.Assembly]::Load('ImageMatch.Backends').GetName().Name";

    [Fact]
    public void The_module_imports_without_a_word_and_is_removed_again()
    {
        using var session = new PowerShellSession(import: false);

        Assert.Empty(session.Run("param($path) Import-Module $path", StagedModule.Manifest).Clean());
        Assert.Equal("ImageMatch", session.Run("(Get-Module).Name").Single().BaseObject);
        Assert.Empty(session.Run("Remove-Module ImageMatch; Get-Module ImageMatch").Clean());
    }

    [Fact]
    public void Importing_again_by_force_or_after_removal_leaves_it_working()
    {
        using var session = new PowerShellSession();

        session.Run("param($path) Import-Module $path; Import-Module $path -Force; Import-Module $path -Force", StagedModule.Manifest).Clean();
        Assert.Equal("ImageMatch.Backends", session.Run(LoadBackends).Single().BaseObject);
        session.Run("param($path) Remove-Module ImageMatch; Import-Module $path", StagedModule.Manifest).Clean();
        Assert.Equal("ImageMatch.Backends", session.Run(LoadBackends).Single().BaseObject);
    }

    [Fact]
    public void Removing_it_in_one_runspace_leaves_it_working_in_another()
    {
        // In a process of its own: there the dependencies are looked for only after the removal.
        const string script = """
            $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
            $other = [PowerShell]::Create($state)
            $null = $other.AddScript('param($path) Import-Module $path -Force; Remove-Module ImageMatch').AddArgument((Get-Module ImageMatch).ModuleBase + '/ImageMatch.psd1').Invoke()
            if ($other.HadErrors) { $other.Streams.Error }
            [Reflection.Assembly]::Load('ImageMatch.Backends').GetName().Name
            """;
        using var folder = new TemporaryFolder();

        ChildProcess.Result result = ChildProcess.Console(folder.Path, script);

        Assert.Equal("ImageMatch.Backends", result.Output.Trim());
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void It_is_found_in_a_module_path()
    {
        using var session = new PowerShellSession(import: false);
        string modules = Path.GetDirectoryName(Path.GetDirectoryName(StagedModule.Manifest))!;

        PSObject module = session.Run(
            "param($folder) $env:PSModulePath = $folder + [IO.Path]::PathSeparator + $env:PSModulePath; Import-Module ImageMatch; Get-Module ImageMatch", modules).Single();

        Assert.Equal(Path.GetDirectoryName(StagedModule.Manifest), module.Properties["ModuleBase"].Value);
    }

    [Fact]
    public void Scripts_can_name_the_types_of_the_engine()
    {
        using var session = new PowerShellSession();

        Assert.Equal("ImageMatch.SignatureProfile", session.Run("[ImageMatch.SignatureProfile].FullName").Single().BaseObject);
    }

    [Fact]
    public void Parameters_take_the_engine_s_enumerations()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg");

        Assert.Equal("ImageMatch.Imaging.Transparency", session.Run(
            "[Nullable]::GetUnderlyingType((Get-Command Get-ImageSignature).Parameters['Transparency'].ParameterType).FullName").Single().BaseObject);
        Assert.Single(session.Run("Get-ImageSignature city.jpg -Transparency Ignore -ExifOrientation ([ImageMatch.Imaging.ExifOrientation]::Ignore)").Clean());
    }

    [Fact]
    public void Two_runspaces_work_at_once()
    {
        Parallel.For(0, 2, _ =>
        {
            using var session = new PowerShellSession();
            session.CopySample("city.jpg");
            session.Run("Add-MatchImage city.jpg").Clean();
            Assert.Equal([Path.Combine(session.Folder, "city.jpg")], session.Run("Search-MatchImage city.jpg").Values("Path"));
        });
    }

    [Fact]
    public void Only_the_engine_and_the_commands_are_in_the_host_s_load_context()
    {
        using var folder = new TemporaryFolder();

        ChildProcess.Result result = ChildProcess.Console(folder.Path, NativeScript.Text + """

            [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach({ $_.GetName().Name }).Where({ $_ -match '^(ImageMatch|NetVips|Magick|SQLite|Microsoft.Data)' })
            """);

        Assert.Equal("", result.Error);
        string[] loaded = result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[NativeScript.Expected.Length..];
        Assert.Equal(["ImageMatch", "ImageMatch.Console", "ImageMatch.PowerShell"], loaded.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Importing_is_quick()
    {
        using var session = new PowerShellSession(import: false);
        var watch = Stopwatch.StartNew();

        session.Run("param($path) Import-Module $path", StagedModule.Manifest).Clean();

        log.WriteLine($"Import-Module took {watch.ElapsedMilliseconds} ms.");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"Import-Module took {watch.Elapsed}.");
    }
}
