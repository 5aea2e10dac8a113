using System.Reflection;
using System.Runtime.CompilerServices;

namespace ImageMatch.PowerShell.Tests.Sessions;

/// <summary>Where the module and the console program are that this build made.</summary>
internal static class StagedModule
{
    public static string Manifest { get; } = Find("ModuleManifest");
    public static string ConsoleProgram { get; } = Find("ConsoleProgram");

    /// <summary>No test writes the store of who runs it, or sends telemetry.</summary>
    [ModuleInitializer]
    internal static void Isolate()
    {
        Environment.SetEnvironmentVariable("IMAGEMATCH_STORE", Path.Combine(Path.GetTempPath(), $"imagematch-tests-{Environment.ProcessId}.db"));
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
    }

    private static string Find(string key) => Path.GetFullPath(
        typeof(StagedModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(item => item.Key == key).Value!, AppContext.BaseDirectory);
}
