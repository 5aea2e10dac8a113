using System.Diagnostics;

namespace ImageMatch.Ratios.Clusters;

/// <summary>A cluster to measure: the one whose address is in IMAGEMATCH_BENCH_CLUSTER, or nodes of ../shared/engines in a folder of their own, gone at the end.</summary>
internal sealed class BenchEngine : IDisposable
{
    private const string Engine = "elasticsearch-8.19.9";
    private const string Port = "19900";
    private const string Heap = "2g";

    private readonly DirectoryInfo? _folder;

    private BenchEngine(Uri address, DirectoryInfo? folder)
    {
        Address = address;
        _folder = folder;
    }

    public Uri Address { get; }

    private static string Scripts => Path.Combine(Repository.Root, "..", "shared", "engines");

    /// <summary>Finds or starts the cluster; null where there is none to be had.</summary>
    /// <param name="nodes">How many nodes it has if it is started.</param>
    public static BenchEngine? Find(int nodes)
    {
        if (Environment.GetEnvironmentVariable("IMAGEMATCH_BENCH_CLUSTER") is { Length: > 0 } address)
            return new BenchEngine(new Uri(address), null);
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Scripts))
            return null;

        DirectoryInfo folder = Directory.CreateTempSubdirectory("imagematch-bench-engine-");
        // The engine's own user must be able to reach its files.
        File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        return new BenchEngine(new Uri(Run("start", Engine, folder.FullName, "--port", Port, "--heap", Heap, "--nodes", $"{nodes}").Split('\n')[0]), folder);
    }

    public void Dispose()
    {
        if (_folder is null)
            return;
        Run("stop", _folder.FullName);
        _folder.Delete(recursive: true);
    }

    private static string Run(string script, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Scripts, script), .. arguments]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{script} ended with {process.ExitCode}.");
    }
}
