using System.Diagnostics;
using System.Globalization;
using ImageMatch.Backends.Imaging;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Synchronization;

namespace ImageMatch.Ratios;

/// <summary>Comparing a folder of unchanged files with its store, beside listing the folder with lengths and times; and recognising that the folder moved.</summary>
/// <param name="count">How many files.</param>
internal sealed class SyncTable(int count) : IRatioTable
{
    private const int Rounds = 5;
    private const int FilesPerFolder = 500;

    private readonly ImageSigner _signer = new(Decoders.All(), SignatureProfile.Default, ImageLimits.Default);

    public string Name => "sync";

    public void Print(TextWriter output)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("imagematch-sync-");
        try
        {
            string pictures = Path.Combine(folder.FullName, "pictures");
            using SqliteStore store = SqliteStore.Open(Path.Combine(folder.FullName, "images.db"), new SqliteStoreOptions { Create = true });
            foreach (int[] some in Enumerable.Range(0, count).Chunk(10_000))
                store.Add(Array.ConvertAll(some, number => Draft(pictures, number)));

            output.WriteLine($"{count:N0} files, medians of {Rounds} rounds");
            double[] lists = new double[Rounds], syncs = new double[Rounds];
            for (int round = 0; round < Rounds; round++)
            {
                lists[round] = Measure(() => _ = new DirectoryInfo(pictures).EnumerateFiles("*", SearchOption.AllDirectories).Count(file => file.Length + file.LastWriteTimeUtc.Ticks > 0));
                syncs[round] = Measure(() => Plan(store, pictures, steps: 0));
            }

            double list = lists.Order().ElementAt(Rounds / 2), sync = syncs.Order().ElementAt(Rounds / 2);
            output.WriteLine($"  listed            {list,7:F2} s");
            output.WriteLine($"  found unchanged   {sync,7:F2} s ({sync / list:F1} times)");
            Directory.Move(pictures, pictures + " moved");
            output.WriteLine($"  found moved       {Measure(() => Plan(store, folder.FullName, steps: count)),7:F2} s");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Measure(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Plan(SqliteStore store, string folder, int steps)
    {
        SyncPlan plan = new SyncPlanner(_signer, new SyncOptions()).Plan(store, [folder]);
        if (plan.Steps.Count != steps || plan.Problems.Count > 0)
            throw new InvalidOperationException($"{plan.Steps.Count} steps were planned, not {steps}.");
    }

    /// <summary>Files are small: what is in them is not read where nothing changed.</summary>
    private RecordDraft Draft(string folder, int number)
    {
        string path = Path.Combine(folder, (number / FilesPerFolder).ToString("D4", CultureInfo.InvariantCulture), $"IMG_{number:D8}.jpg");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, path);
        return new RecordDraft
        {
            Key = new RecordKey("", path),
            Signed = new SignedPicture
            {
                Signature = new Signature(new sbyte[SignatureOptions.Default.ValueCount]),
                Profile = SignatureProfile.Default,
                Facts = new FileFacts
                {
                    Length = new FileInfo(path).Length,
                    LastWriteTime = File.GetLastWriteTimeUtc(path),
                    ContentHash = _signer.HashContent(ImageInput.FromFile(path)),
                },
            },
        };
    }
}
