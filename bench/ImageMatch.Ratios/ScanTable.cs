using ImageMatch.Scanning;

namespace ImageMatch.Ratios;

/// <summary>Searching a million signatures, beside reading memory from end to end.</summary>
internal sealed class ScanTable : IRatioTable
{
    private const int Count = 1_000_000;
    private const int Rounds = 15;
    private const double Cutoff = 0.45;
    private const int LoadedAtOnce = 100_000;

    /// <summary>What a search has to read of a record: 68 bytes of signs, and 2 of its class.</summary>
    private const double BytesPerRecord = 70;

    public string Name => "scan";

    public void Print(TextWriter output)
    {
        using var stream = new StreamingRead(1L << 30);
        Print(output, "S: 1/f fields, easy", SignatureSet.Get("fields", Count, FieldPainter.Paint), stream);
        string photos = Path.Combine(Repository.Root, "..", "shared", "images", "photos");
        if (Directory.Exists(photos))
            Print(output, "R: random crops of photographs, hard", SignatureSet.Get("crops", Count, new CropPainter(photos).Paint), stream);
        else
            output.WriteLine("R: left out, for want of photographs in ../shared/images/photos.");
    }

    private static void Print(TextWriter output, string name, SignatureSet set, StreamingRead stream)
    {
        var two = new SignatureIndex(2);
        for (int start = 0; start < Count; start += LoadedAtOnce)
            two.Set(set.Stored(start, LoadedAtOnce));

        var one = new SignatureIndex(1);
        using (var copy = new MemoryStream())
        {
            two.Save(copy);
            copy.Position = 0;
            one.Load(copy);
        }

        ScanQuery[] single = [.. Enumerable.Range(0, SignatureSet.QueryCount).Select(i => new ScanQuery([set.Query(i)[0]], Cutoff))];
        ScanQuery[] turned = [.. Enumerable.Range(0, Rounds + 1).Select(i => new ScanQuery(set.Query(i), Cutoff))];
        int[] next = new int[3];
        double[] seconds = Alternation.Medians(
            Rounds,
            () => stream.Read(1),
            () => one.Search([single[next[0]++]]),
            () => stream.Read(2),
            () => two.Search([single[next[1]++]]),
            () => two.Search([turned[next[2]++]]));
        double[] batch = Alternation.Medians(3, () => two.Search(single));

        double[] bandwidth = [stream.Length / seconds[0], stream.Length / seconds[2]];
        double perQuery = batch[0] / single.Length;
        output.WriteLine($"{name}; {Count:N0} records, cut-off {Cutoff}, {set.Describe()}");
        output.WriteLine($"  streaming read      1 thread {bandwidth[0] / 1e9,6:F1} GB/s   2 threads {bandwidth[1] / 1e9,6:F1} GB/s");
        output.WriteLine($"  one search          1 thread {seconds[1] * 1e3,6:F2} ms     {Share(seconds[1], bandwidth[0]):P0} of the bandwidth");
        output.WriteLine($"                     2 threads {seconds[3] * 1e3,6:F2} ms     {Share(seconds[3], bandwidth[1]):P0} of the bandwidth");
        output.WriteLine($"  16 orientations    2 threads {seconds[4] * 1e3,6:F2} ms     {seconds[4] / seconds[3]:F2} x one search");
        output.WriteLine($"  1,000 at once      2 threads {perQuery * 1e3,6:F2} ms each {perQuery / seconds[3]:F2} x one search");
    }

    private static double Share(double seconds, double bandwidth) => BytesPerRecord * Count / seconds / bandwidth;
}
