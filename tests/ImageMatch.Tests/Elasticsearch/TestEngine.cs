using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>
/// A real search engine of ../shared/engines in a folder of its own. The shared one is started by the first test that needs it and ends with the test run;
/// IMAGEMATCH_TEST_ENGINE names another than the default.
/// </summary>
public sealed class TestEngine : IDisposable
{
    private const string DefaultName = "elasticsearch-8.19.9";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<TestEngine> SharedEngine = new(() => new TestEngine());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-engine-");
    private readonly string[] _options;

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

    /// <summary>Options of a store in an index of this engine.</summary>
    public ElasticsearchStoreOptions Options(string index) => new()
    {
        Cluster = new RestClientOptions { Uris = Uris },
        Index = index,
        Source = "",
        Create = true,
        RefreshAfter = true,
    };

    /// <summary>Starts what does not run, on the same data.</summary>
    public IReadOnlyList<Uri> Start() =>
        [.. Run("start", [Name, _folder.FullName, .. _options]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new Uri(line))];

    public void Dispose()
    {
        if (!_folder.Exists)
            return;
        Run("stop", [_folder.FullName]);
        _folder.Delete(recursive: true);
        _folder.Refresh();
    }

    private static string Run(string script, string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Engines, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(StartLimit), $"{script} did not end.");
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
