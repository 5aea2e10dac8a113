using ImageMatch.Backends.Imaging;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Scanning;
using ImageMatch.Sessions;
using ImageMatch.Signatures;
using ImageMatch.Stores;

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
        Print(output, "S: 1/f fields, easy", "fields", FieldPainter.Paint, stream);
        string photos = Path.Combine(Repository.Root, "..", "shared", "images", "photos");
        if (Directory.Exists(photos))
            Print(output, "R: random crops of photographs, hard", "crops", new CropPainter(photos).Paint, stream);
        else
            output.WriteLine("R: left out, for want of photographs in ../shared/images/photos.");
    }

    private static void Print(TextWriter output, string name, string data, Func<Random, Picture> paint, StreamingRead stream)
    {
        SignatureSet set = SignatureSet.Get(data, Count, paint);
        output.WriteLine($"{name}; {Count:N0} records, cut-off {Cutoff}, {set.Describe()}");
        PrintIndex(output, set, stream);
        PrintPipeline(output, new KeptStore(Count, data, paint));
    }

    private static void PrintIndex(TextWriter output, SignatureSet set, StreamingRead stream)
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
            () => two.Search([turned[next[2]++]]),
            () => two.Search(single));

        double[] bandwidth = [stream.Length / seconds[0], stream.Length / seconds[2]];
        double perQuery = seconds[5] / single.Length;
        output.WriteLine($"  streaming read      1 thread {bandwidth[0] / 1e9,6:F1} GB/s   2 threads {bandwidth[1] / 1e9,6:F1} GB/s");
        output.WriteLine($"  one search          1 thread {seconds[1] * 1e3,6:F2} ms     {Share(seconds[1], bandwidth[0]):P0} of the bandwidth");
        output.WriteLine($"                     2 threads {seconds[3] * 1e3,6:F2} ms     {Share(seconds[3], bandwidth[1]):P0} of the bandwidth");
        output.WriteLine($"  16 orientations    2 threads {seconds[4] * 1e3,6:F2} ms     {seconds[4] / seconds[3]:F2} x one search");
        output.WriteLine($"  1,000 at once      2 threads {perQuery * 1e3,6:F2} ms each {perQuery / seconds[3]:F2} x one search");
    }

    /// <summary>The same from outside: a store, asked for signed pictures one by one and as they come from a pipeline.</summary>
    private static void PrintPipeline(TextWriter output, KeptStore kept)
    {
        kept.Ensure();
        ImageSigner signer = Signing.With([.. Decoders.All()]);
        SignedPicture[] pictures = [.. Enumerable.Range(0, SignatureSet.QueryCount).Select(i => KeptStore.Signed(kept.Query(i)[0], i))];
        kept.UseAnew(store =>
        {
            int next = 0;
            double[] seconds = Alternation.Medians(
                Rounds,
                () => store.Search([new SearchQuery { Signatures = pictures[next++].ToAsk(allOrientations: false), DistanceCutoff = Cutoff }]),
                () => SearchAsPiped(store, signer, pictures));
            double perQuery = seconds[1] / pictures.Length;
            output.WriteLine($"  one by the store   2 threads {seconds[0] * 1e3,6:F2} ms");
            output.WriteLine($"  1,000 piped        2 threads {perQuery * 1e3,6:F2} ms each {perQuery / seconds[0]:F2} x one by the store");
        });
    }

    /// <summary>Posts and drains as a command does.</summary>
    private static void SearchAsPiped(SqliteStore store, ImageSigner signer, SignedPicture[] pictures)
    {
        using var session = new SearchSession(store, signer, new SearchOptions { DistanceCutoff = Cutoff }, CancellationToken.None);
        foreach (SignedPicture picture in pictures)
        {
            session.Post(new SearchRequest("", 0, picture));
            do
                session.Drain(session.IsFull ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
            while (session.IsFull);
        }

        session.Flush();
        while (session.Waiting > 0)
            session.Drain(Timeout.InfiniteTimeSpan);
    }

    private static double Share(double seconds, double bandwidth) => BytesPerRecord * Count / seconds / bandwidth;
}
