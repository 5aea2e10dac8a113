using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using Shell = System.Management.Automation.PowerShell;

namespace ImageMatch.PowerShell.Tests.Sessions;

/// <summary>
/// A runspace of the real PowerShell engine with the module as it ships, a folder of its own as location and a store of its own. Sessions may run at once.
/// </summary>
internal sealed class PowerShellSession : IDisposable
{
    private const string GetChildItem = """
        function Get-ChildItem {
            [CmdletBinding()]
            param([Parameter(Position = 0)] [string[]] $Path = '.', [switch] $Recurse, [switch] $File)
            foreach ($item in $ExecutionContext.InvokeProvider.ChildItem.Get($Path, $Recurse, $false, $false)) {
                if (-not ($File -and $item.PSIsContainer)) { $item }
            }
        }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _storeFolder = new();
    private readonly Runspace _runspace;

    /// <param name="import">Whether the module is imported, with a store in the session's folder as connection.</param>
    public PowerShellSession(bool import = true)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }
        if (import)
        {
            state.ImportPSModule([StagedModule.Manifest]);
        }
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Run(GetChildItem).Clean();
        _runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(Folder));
        if (import)
        {
            Run("param($store) $null = Set-MatchConnection $store", StorePath).Clean();
        }
    }

    /// <summary>The session's own folder: its location, and where its store is.</summary>
    public string Folder => _folder.Path;

    /// <summary>The store that the session is connected to; it is made by the first command that adds.</summary>
    public string StorePath => Path.Combine(_storeFolder.Path, "images.db");

    /// <inheritdoc cref="TemporaryFolder.CopySample"/>
    public string CopySample(string name, string? newName = null) => _folder.CopySample(name, newName);

    /// <summary>Runs a script in the session's scope; the arguments go to its <c>param(...)</c> by position.</summary>
    public RunResult Run(string script, params object?[] arguments) => Run(script, stopAfter: null, arguments);

    /// <summary>Runs a script and stops it, as Ctrl+C would, after a time.</summary>
    public RunResult RunAndStop(string script, TimeSpan after) => Run(script, after, []);

    private RunResult Run(string script, TimeSpan? stopAfter, object?[] arguments)
    {
        using Shell shell = Shell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        foreach (object? argument in arguments)
        {
            shell.AddArgument(argument);
        }
        using var output = new PSDataCollection<PSObject>();
        IAsyncResult run = shell.BeginInvoke<PSObject, PSObject>(null, output);
        bool ended = run.AsyncWaitHandle.WaitOne(stopAfter ?? Limit);
        if (!ended)
        {
            shell.Stop();
        }
        ErrorRecord? terminating = null;
        try
        {
            shell.EndInvoke(run);
        }
        catch (RuntimeException e)
        {
            terminating = e.ErrorRecord;
        }
        if (!ended && stopAfter is null)
        {
            throw new TimeoutException($"The script did not end in {Limit}: {script}");
        }
        return new RunResult(
            [.. output],
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Verbose.Select(record => record.Message)],
            [.. shell.Streams.Progress],
            [.. shell.Streams.Information.Select(record => record.ToString())],
            terminating);
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Dispose();
        _storeFolder.Dispose();
    }
}
