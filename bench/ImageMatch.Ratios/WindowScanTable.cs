using System.Runtime.CompilerServices;
using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Ratios;

/// <summary>
/// Searching 100,000 pictures with and without crop tolerance, beside each other: time, the bytes that an index holds, which is what it writes, and those by which the
/// process grows, which are more, as the allocator keeps some of what was given back.
/// </summary>
internal sealed class WindowScanTable : IRatioTable
{
    private const int Records = 100_000;
    private const int Signatures = 1_000_000;
    private const int AddedAtOnce = 20_000;
    private const int Rounds = 31;

    public string Name => "windows";

    public void Print(TextWriter output)
    {
        string photos = Path.Combine(Repository.Root, "..", "shared", "images", "photos");
        bool hasPhotos = Directory.Exists(photos);
        SignatureSet set = hasPhotos
            ? SignatureSet.Get("crops", Signatures, new CropPainter(photos).Paint)
            : SignatureSet.Get("fields", Signatures, FieldPainter.Paint);
        output.WriteLine($"{Records:N0} pictures, {(hasPhotos ? "random crops of photographs" : "1/f fields")}; all processors; medians of {Rounds} rounds in turns.");
        // What the first one costs besides is no part of it.
        Fill(set, null);
        (RecordIndex plain, Memory plainMemory) = Fill(set, null);
        foreach (CropTolerance tolerance in new[] { CropTolerance.Light, CropTolerance.Full })
        {
            WindowSet windows = WindowSets.Of(tolerance)!;
            (RecordIndex index, Memory memory) = Fill(set, windows);
            int next = 0;
            double[] seconds = Alternation.Medians(
                Rounds,
                () => plain.Search([Scan(set, next++, null)]),
                () => index.Search([Scan(set, next++, windows)]));
            int comparisons = (windows.Stored.Length + 1) * (windows.Asked.Length + 1);
            output.WriteLine(
                $"  {tolerance,-5}  index {Ratio(plainMemory.Index, memory.Index)}   process {Ratio(plainMemory.Process, memory.Process)}"
                + $"   time {seconds[0] * 1e3:F2} -> {seconds[1] * 1e3:F2} ms, {seconds[1] / seconds[0]:F1} x, {seconds[1] / seconds[0] / comparisons:F2} of its {comparisons} comparisons a picture");
        }
    }

    private static string Ratio(long plain, long bytes) => $"{plain / 1e6:F1} -> {bytes / 1e6:F1} MB, {(double)bytes / plain:F2} x";

    private static RecordScan Scan(SignatureSet set, int round, WindowSet? windows)
    {
        // Other pictures stand for the windows of one: they cost the same.
        int asked = 1 + (windows?.Asked.Length ?? 0);
        AskedOfRecords[] signatures =
            [.. Enumerable.Range(0, asked).Select(i => new AskedOfRecords(set.Query(((round * asked) + i) % SignatureSet.QueryCount)[0], i > 0))];
        return new RecordScan(signatures, new MatchCutoffs(SignatureDistance.DefaultCutoff, (windows ?? WindowSets.AskedAlone).Cutoff));
    }

    private static (RecordIndex Index, Memory Memory) Fill(SignatureSet set, WindowSet? windows)
    {
        long before = Resident();
        var index = new RecordIndex(windows is not null);
        for (int start = 0; start < Records; start += AddedAtOnce)
            AddSome(index, set, start, 1 + (windows?.Stored.Length ?? 0));

        long process = Resident() - before;
        using var written = new MemoryStream();
        using (RecordSnapshot snapshot = index.Acquire())
            snapshot.Save(written);
        return (index, new Memory(written.Length, process));
    }

    /// <summary>In a method of its own, so that nothing holds what was added after it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddSome(RecordIndex index, SignatureSet set, int start, int each) => index.Set(
    [
        .. Enumerable.Range(start, AddedAtOnce).Select(number => new IndexedRecord(
            number, At(set, (long)number * each), [.. Enumerable.Range(1, each - 1).Select(window => new StoredWindow(window, At(set, ((long)number * each) + window)))])),
    ]);

    /// <summary>The memory of the process once what was used on the way is given back.</summary>
    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }

    private static Signature At(SignatureSet set, long i) => set.Stored((int)(i % Signatures), 1)[0].Signature;

    private readonly record struct Memory(long Index, long Process);
}
