using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>
/// A real search engine of ../shared/engines in a folder of its own. The shared one is started by the first test that needs it and ends with the test run;
/// IMAGEMATCH_TEST_ENGINE names another than the default.
/// </summary>
public sealed class TestEngine : IDisposable
{
    private const string DefaultName = "elasticsearch-8.19.9";
    private const string FolderPrefix = "imagematch-engine-";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<TestEngine> SharedEngine = new(() => new TestEngine());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{FolderPrefix}{Environment.ProcessId}-"));
    private readonly string[] _options;

    static TestEngine()
    {
        // A test run that was killed could not end what it had started.
        foreach (string folder in Directory.GetDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            string owner = Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0];
            if (int.TryParse(owner, CultureInfo.InvariantCulture, out int process) && !Directory.Exists($"/proc/{owner}"))
                Remove(new DirectoryInfo(folder));
        }
    }

    public TestEngine(params string[] options)
    {
        // The engine's own user must be able to reach its files.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        _options = ["--port", FreePort().ToString(CultureInfo.InvariantCulture), .. options];
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        Uris = Start();
    }

    /// <summary>The engine that all tests share; skips the test where there is none.</summary>
    public static TestEngine Shared
    {
        get
        {
            RequireEngine();
            return SharedEngine.Value;
        }
    }

    public IReadOnlyList<Uri> Uris { get; }

    public string Folder => _folder.FullName;

    private static string Name => Environment.GetEnvironmentVariable("IMAGEMATCH_TEST_ENGINE") is { Length: > 0 } name ? name : DefaultName;

    private static string Engines => Path.Combine(TestFiles.Shared, "engines");

    /// <summary>Skips the test where no engine can run.</summary>
    public static void RequireEngine()
    {
        Skip.IfNot(File.Exists(Path.Combine(Engines, Name + ".tar.xz")), $"The engine {Name} is not in ../shared/engines on this machine.");
        Skip.IfNot(OperatingSystem.IsLinux(), "The engines of ../shared are started by scripts for Linux.");
        bool hasJava = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "java")));
        Skip.IfNot(hasJava, "There is no java on this machine, which the engines of ../shared need.");
    }

    /// <summary>Skips the test where no engine can run that asks for passwords.</summary>
    public static void RequireSecurity()
    {
        RequireEngine();
        Skip.IfNot(Name.StartsWith("elasticsearch-8", StringComparison.Ordinal) || Name.StartsWith("elasticsearch-9", StringComparison.Ordinal), $"{Name} of ../shared/engines asks for no password.");
    }

    /// <summary>Starts what does not run, on the same data.</summary>
    public IReadOnlyList<Uri> Start() =>
        [.. Run("bash", [Path.Combine(Engines, "start"), Name, _folder.FullName, .. _options]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new Uri(line))];

    /// <summary>Ends a node as a crash would.</summary>
    public void Kill(int node)
    {
        string pid = File.ReadAllText(Path.Combine(Folder, $"node-{node}", "pid")).Trim();
        Assert.True(Directory.Exists($"/proc/{pid}"), $"Node {node} does not run.");
        Run("bash", [Path.Combine(Engines, "stop"), Folder, node.ToString(CultureInfo.InvariantCulture), "--kill"]);
        Assert.False(Directory.Exists($"/proc/{pid}"), $"Node {node} did not die.");
    }

    public void Dispose()
    {
        lock (_folder)
        {
            if (_folder.Exists)
                Remove(_folder);
            _folder.Refresh();
        }
    }

    /// <summary>In a process of its own, which goes on when the test host is ended in the middle, as it is.</summary>
    private static void Remove(DirectoryInfo folder) =>
        Run("setsid", ["--wait", "bash", "-c", "bash \"$0\" \"$1\" && rm -rf \"$1\"", Path.Combine(Engines, "stop"), folder.FullName]);

    private static string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(StartLimit), $"{string.Join(' ', arguments)} did not end.");
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Result;
    }

    /// <summary>A port with the hundred above it, which the start script uses for transport, likely free.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return port < 65_000 ? port : port - 1000;
    }
}
