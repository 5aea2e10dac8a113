using System.Diagnostics;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Ratios;

/// <summary>Filling a store with ready signatures, copying it, and the first search of it, with the file beside it and without.</summary>
/// <param name="count">How many records.</param>
internal sealed class LoadTable(int count) : IRatioTable
{
    private const int BatchSize = 10_000;
    private const string StoreName = "images.db";

    private DirectoryInfo _folder = null!;

    public string Name => "load";

    public void Print(TextWriter output)
    {
        SignatureSet set = SignatureSet.Get("fields", count, FieldPainter.Paint);
        _folder = Directory.CreateTempSubdirectory("imagematch-load-");
        try
        {
            output.WriteLine($"{count:N0} records; wall time, and processor time of all threads");
            using (SqliteStore store = Open(StoreName))
            {
                Print(output, "add", Load(store, set), count);
                using SqliteStore copy = Open("copy.db");
                Print(output, "copy", Measure(() => _ = new StoreCopy(store, copy).Copy().Count()), count);
            }

            Search(set, 0);
            long bytes = new FileInfo(InFolder(StoreName)).Length;
            output.WriteLine($"  size          {(double)bytes / count,9:F0} bytes a record");
            output.WriteLine($"  file beside   {(double)new FileInfo(InFolder(StoreName + "-index")).Length / count,9:F0} bytes a record");
            Print(output, "first search, with the file", FirstSearch(set, 1));
            File.Delete(InFolder(StoreName + "-index"));
            Print(output, "first search, without", FirstSearch(set, 2));
        }
        finally
        {
            _folder.Delete(recursive: true);
        }
    }

    private static void Print(TextWriter output, string what, Cost cost, int records) =>
        output.WriteLine($"  {what,-13} {records / cost.Wall,9:N0} records a second, {records / cost.Processor:N0} a second of processor time");

    private static void Print(TextWriter output, string what, Cost cost) =>
        output.WriteLine($"  {what,-28} {cost.Wall,7:F3} s, {cost.Processor:F3} s of processor time");

    private static Cost Measure(Action action)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        action();
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        return new(wall, (process.TotalProcessorTime - before).TotalSeconds);
    }

    private Cost Load(SqliteStore store, SignatureSet set)
    {
        var sum = new Cost(0, 0);
        for (int start = 0; start < count; start += BatchSize)
        {
            RecordDraft[] batch = [.. set.Stored(start, BatchSize).Select(item => Draft(item.Number, item.Signature))];
            Cost cost = Measure(() => store.Add(batch));
            sum = new(sum.Wall + cost.Wall, sum.Processor + cost.Processor);
        }

        return sum;
    }

    /// <summary>Moved, the store is a new one to this process.</summary>
    private Cost FirstSearch(SignatureSet set, int query)
    {
        _folder.MoveTo($"{Path.TrimEndingDirectorySeparator(_folder.FullName)}-{query}");
        return Measure(() => Search(set, query));
    }

    private void Search(SignatureSet set, int query)
    {
        using SqliteStore store = Open(StoreName);
        store.Search([new SearchQuery { Signatures = [new OrientedSignature(set.Query(query)[0], default)] }]);
    }

    private static RecordDraft Draft(long number, Signature signature) => new()
    {
        Key = new RecordKey("", $"/volume1/archive/{2000 + (number % 25)}/{number / 1000:D5}/IMG_{number:D8}.jpg"),
        AsNew = true,
        Signed = new SignedPicture
        {
            Signature = signature,
            Profile = SignatureProfile.Default,
            Signer = new Signer(1, "libvips", "8.18.7"),
            Facts = new FileFacts
            {
                Length = 3_000_000 + number,
                LastWriteTime = DateTimeOffset.UnixEpoch.AddMinutes(number),
                ContentHash = new Guid((int)number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString("N"),
                Width = 4000,
                Height = 3000,
                Format = ImageFormat.Jpeg,
            },
        },
    };

    private SqliteStore Open(string name) => SqliteStore.Open(InFolder(name), new SqliteStoreOptions { Create = true });

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private readonly record struct Cost(double Wall, double Processor);
}
