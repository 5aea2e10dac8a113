using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Ratios;

/// <summary>Searching 100,000 pictures with and without crop tolerance, beside each other: memory and time.</summary>
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
        (RecordIndex plain, long plainBytes) = Fill(set, null);
        foreach (CropTolerance tolerance in new[] { CropTolerance.Light, CropTolerance.Full })
        {
            WindowSet windows = WindowSets.Of(tolerance)!;
            (RecordIndex index, long bytes) = Fill(set, windows);
            int next = 0;
            double[] seconds = Alternation.Medians(
                Rounds,
                () => plain.Search([Scan(set, next++, null)]),
                () => index.Search([Scan(set, next++, windows)]));
            int comparisons = (windows.Stored.Length + 1) * (windows.Asked.Length + 1);
            output.WriteLine(
                $"  {tolerance,-5}  memory {plainBytes / 1e6,6:F1} -> {bytes / 1e6,6:F1} MB, {(double)bytes / plainBytes:F2} x"
                + $"   time {seconds[0] * 1e3:F2} -> {seconds[1] * 1e3:F2} ms, {seconds[1] / seconds[0]:F1} x, {seconds[1] / seconds[0] / comparisons:F2} of its {comparisons} comparisons a picture");
        }
    }

    private static RecordScan Scan(SignatureSet set, int round, WindowSet? windows)
    {
        // Other pictures stand for the windows of one: they cost the same.
        int asked = 1 + (windows?.Asked.Length ?? 0);
        AskedOfRecords[] signatures =
            [.. Enumerable.Range(0, asked).Select(i => new AskedOfRecords(set.Query(((round * asked) + i) % SignatureSet.QueryCount)[0], i > 0))];
        return new RecordScan(signatures, SignatureDistance.DefaultCutoff, (windows ?? WindowSets.AskedAlone).Cutoff);
    }

    private static (RecordIndex Index, long Bytes) Fill(SignatureSet set, WindowSet? windows)
    {
        var index = new RecordIndex(windows is not null);
        int each = 1 + (windows?.Stored.Length ?? 0);
        for (int start = 0; start < Records; start += AddedAtOnce)
        {
            index.Set(
            [
                .. Enumerable.Range(start, AddedAtOnce).Select(number => new IndexedRecord(
                    number, At(set, (long)number * each), [.. Enumerable.Range(1, each - 1).Select(window => new StoredWindow(window, At(set, ((long)number * each) + window)))])),
            ]);
        }

        // It is written as it lies in memory.
        using var written = new MemoryStream();
        using (RecordSnapshot snapshot = index.Acquire())
            snapshot.Save(written);
        return (index, written.Length);
    }

    private static Signature At(SignatureSet set, long i) => set.Stored((int)(i % Signatures), 1)[0].Signature;
}
