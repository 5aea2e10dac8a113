using System.Diagnostics;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Duplicates;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Ratios;

/// <summary>Finding the duplicates of a store, a tenth of which are copies of others.</summary>
/// <param name="count">How many records.</param>
internal sealed class DuplicatesTable(int count) : IRatioTable
{
    private const int BatchSize = 10_000;
    private const int CopyEvery = 10;

    private Signature? _last;

    public string Name => "duplicates";

    public void Print(TextWriter output)
    {
        SignatureSet set = SignatureSet.Get("fields", count, FieldPainter.Paint);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("imagematch-duplicates-");
        try
        {
            using SqliteStore store = SqliteStore.Open(Path.Combine(folder.FullName, "images.db"), new SqliteStoreOptions { Create = true });
            for (int start = 0; start < count; start += BatchSize)
                store.Add([.. set.Stored(start, BatchSize).Select(item => Draft((int)item.Number, item.Signature))]);

            output.WriteLine($"{count:N0} stored pictures, every {CopyEvery}th with a copy; wall time, processor time of all threads, memory at its highest beyond what was used before");
            foreach (bool allOrientations in new[] { false, true })
                Print(output, allOrientations ? "all orientations" : "upright", store, new DuplicateOptions { AllOrientations = allOrientations });
            Print(output, "a day's additions (1 %)", store, new DuplicateOptions { Since = DateOf(count - (count / 100)) });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(TextWriter output, string what, SqliteStore store, DuplicateOptions options)
    {
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        process.Refresh();
        long before = process.WorkingSet64;
        long highest = before;
        TimeSpan processor = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        double? first = null;
        int groups = 0;
        int progress = 0;
        foreach (DuplicateGroup group in new DuplicateFinder(store, options, new EveryFile()).Find(_ => Watch()))
        {
            first ??= Stopwatch.GetElapsedTime(start).TotalSeconds;
            groups++;
        }

        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        output.WriteLine(
            $"  {what,-24} {wall,6:F1} s, {(process.TotalProcessorTime - processor).TotalSeconds,6:F1} s of processor time, {groups:N0} groups, the first after {first:F1} s, {(highest - before) >> 20:N0} MiB");

        void Watch()
        {
            if (++progress % 100 != 0)
                return;
            process.Refresh();
            highest = Math.Max(highest, process.WorkingSet64);
        }
    }

    /// <summary>A record; every so many are a copy of the one before.</summary>
    private RecordDraft Draft(int number, Signature signature) => new()
    {
        Key = new RecordKey("", $"/volume1/archive/{2000 + (number % 25)}/{number / 1000:D5}/IMG_{number:D8}.jpg"),
        AsNew = true,
        Added = DateOf(number),
        Signed = new SignedPicture
        {
            Signature = number % CopyEvery == CopyEvery - 1 ? Altered(_last!) : _last = signature,
            Profile = SignatureProfile.Default,
            Facts = new FileFacts { Length = 3_000_000 + number, Width = 4000, Height = 3000, ContentHash = new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString("N") },
        },
    };

    /// <summary>The signature of a copy: two of its values are others.</summary>
    private static Signature Altered(Signature signature)
    {
        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        PackedSignature.TryGetHalf(signature.Values, half);
        half[0] = (sbyte)(half[0] > 0 ? half[0] - 1 : half[0] + 1);
        half[1] = (sbyte)(half[1] > 0 ? half[1] - 1 : half[1] + 1);
        Span<sbyte> values = stackalloc sbyte[SignatureOptions.Default.ValueCount];
        PackedSignature.FromHalf(half, values);
        return new Signature(values);
    }

    private static DateTimeOffset DateOf(int number) => DateTimeOffset.UnixEpoch.AddMinutes(number);

    /// <summary>Takes every file as it was signed: what is measured is the comparing, not the disk.</summary>
    private sealed class EveryFile : IFileInspector
    {
        public FileSighting Look(MatchRecord record, bool verifyContent = false, CancellationToken cancellationToken = default) =>
            FileSighting.Unchanged(Identify(record.Key.Path), 1);

        public FileIdentity? Identify(string path) => new FileIdentity(1, (ulong)path.GetHashCode(StringComparison.Ordinal));
    }
}
