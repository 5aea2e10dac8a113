using System.Diagnostics;
using System.Globalization;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Sessions;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>Another process at work on a store file: this assembly, run as a program.</summary>
internal static class StoreWorker
{
    /// <summary>Batches of this many records.</summary>
    public const int BatchSize = 20;

    /// <summary>Starts a worker.</summary>
    /// <param name="prefix">A program with its arguments that starts it in turn.</param>
    /// <param name="arguments">What to do: see <see cref="Main"/>.</param>
    public static Process Start(IEnumerable<string> prefix, params IEnumerable<string> arguments)
    {
        string[] command = [.. prefix, Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet"];
        return Process.Start(new ProcessStartInfo(command[0], [.. command.Skip(1), typeof(StoreWorker).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
    }

    public static Process Start(params IEnumerable<string> arguments) => Start([], arguments);

    /// <summary>Waits for a worker and gives what it printed.</summary>
    public static string Finish(Process process)
    {
        using (process)
        {
            string output = process.StandardOutput.ReadToEnd();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
                process.Kill();
            return output.TrimEnd();
        }
    }

    /// <summary>
    /// add STORE PREFIX COUNT: adds the records /PREFIX/0.jpg and so on, a line for each batch.
    /// find STORE SEED: searches for a signature once for each line of input, and prints the paths found on a line.
    /// keep STORE SEED: the same, and each search writes the file beside the store where that lacks anything.
    /// load INDEX URI: sets an index up for a load and waits to be killed.
    /// sync INDEX URI FOLDER: locks a folder as a sync does and waits to be killed.
    /// copy INDEX URI STORE: copies a file into an index, a line for each batch.
    /// exact INDEX URI FOLDER SEED: searches an index exactly, with signatures kept in a folder, and prints the paths found and how many documents were read.
    /// try STORE: opens, reads, searches and adds, and prints how each went.
    /// </summary>
    public static int Main(string[] arguments)
    {
        string store = arguments[1];
        switch (arguments[0])
        {
            case "add":
                Add(store, arguments[2], int.Parse(arguments[3], CultureInfo.InvariantCulture));
                return 0;
            case "find":
                Find(store, int.Parse(arguments[2], CultureInfo.InvariantCulture), new SqliteStoreOptions());
                return 0;
            case "keep":
                Find(store, int.Parse(arguments[2], CultureInfo.InvariantCulture), new SqliteStoreOptions { LeastKept = 1 });
                return 0;
            case "load":
                Load(store, new Uri(arguments[2]));
                return 0;
            case "sync":
                Lock(store, new Uri(arguments[2]), arguments[3]);
                return 0;
            case "copy":
                Copy(store, new Uri(arguments[2]), arguments[3]);
                return 0;
            case "exact":
                SearchExactly(store, new Uri(arguments[2]), arguments[3], int.Parse(arguments[4], CultureInfo.InvariantCulture));
                return 0;
            default:
                Try(store);
                return 0;
        }
    }

    private static void Add(string path, string prefix, int count)
    {
        using SqliteStore store = SqliteStore.Open(path, new SqliteStoreOptions { Create = true });
        Console.WriteLine("open");
        foreach (int[] numbers in Enumerable.Range(0, count).Chunk(BatchSize))
        {
            store.Add([.. numbers.Select(i => TestRecords.Draft($"/{prefix}/{i}.jpg", i).With($"{{\"n\": {i}}}"))]);
            Console.WriteLine(numbers[^1]);
        }
    }

    private static void Find(string path, int seed, SqliteStoreOptions options)
    {
        using SqliteStore store = SqliteStore.Open(path, options);
        while (Console.ReadLine() is not null)
        {
            var query = new SearchQuery { Signatures = [new(TestRecords.Signature(seed), default)] };
            Console.WriteLine(string.Join(' ', store.Search([query])[0].Hits.Select(hit => hit.Record.Key.Path)));
        }
    }

    private static void Load(string index, Uri uri)
    {
        using FastLoad load = FastLoad.Begin(Options(index, uri));
        Console.WriteLine("begun");
        Console.ReadLine();
    }

    private static void Lock(string index, Uri uri, string folder)
    {
        using SyncLease taken = SyncLease.Acquire(Options(index, uri), "", [folder]);
        Console.WriteLine(taken.Problems.Count);
        Console.ReadLine();
    }

    private static ElasticsearchStoreOptions Options(string index, Uri uri) => new() { Cluster = new RestClientOptions { Uris = [uri] }, Index = index };

    private static void Copy(string index, Uri uri, string path)
    {
        using SqliteStore source = SqliteStore.Open(path);
        using ElasticsearchStore destination = ElasticsearchStore.Open(Options(index, uri) with { Source = "" });
        foreach (CopyResult[] batch in new StoreCopy(source, destination) { BatchSize = BatchSize }.Copy().Chunk(BatchSize))
            Console.WriteLine(batch[^1].Record.Key.Path);
    }

    private static void SearchExactly(string index, Uri uri, string folder, int seed)
    {
        int read = 0;
        using ElasticsearchStore store = ElasticsearchStore.Open(Options(index, uri) with
        {
            Exact = true,
            CacheFolder = folder,
            LeastKept = 100,
            DocumentsRead = count => read += count,
        });
        var query = new SearchQuery { Signatures = [new(TestRecords.Signature(seed), default)] };
        Console.WriteLine($"{string.Join(' ', store.Search([query])[0].Hits.Select(hit => hit.Record.Key.Path))} {read}");
    }

    private static void Try(string path)
    {
        try
        {
            using SqliteStore store = SqliteStore.Open(path, new SqliteStoreOptions { Create = true });
            Console.WriteLine(string.Join(' ', store.Get(new()).Select(record => record.Key.Path)));
            Console.WriteLine(store.Search([new SearchQuery { Signatures = [new(TestRecords.Signature(1), default)] }])[0].Hits.Count);
            store.Add([TestRecords.Draft("/new.jpg", 9)]);
            Console.WriteLine("added");
        }
        catch (StoreException error)
        {
            Console.WriteLine(error.Error);
        }
    }
}
