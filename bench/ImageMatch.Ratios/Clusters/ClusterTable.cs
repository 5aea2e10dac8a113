namespace ImageMatch.Ratios.Clusters;

/// <summary>Stores on a cluster beside image_match's way on the same nodes: adding, and on one node searching, which copies are found, and bytes.</summary>
/// <param name="count">How many documents.</param>
/// <param name="nodes">How many nodes are started; on several each index has a copy.</param>
internal sealed class ClusterTable(int count, int nodes) : IRatioTable
{
    private const int ReferenceAdds = 2000;
    private const int WarmRounds = 5;
    private const int Rounds = 200;
    private const int Block = 64;

    private static readonly (double From, double To)[] Ranges = [(0.35, 0.4), (0.4, 0.45)];

    public string Name => nodes == 1 ? "cluster" : "copies";

    public void Print(TextWriter output)
    {
        using BenchEngine? engine = BenchEngine.Find(nodes);
        if (engine is null)
        {
            output.WriteLine("There is no cluster: IMAGEMATCH_BENCH_CLUSTER names none, and ../shared/engines is not there.");
            return;
        }

        IReadOnlyList<CopyPair> pairs = CopyPair.Make(SignData.Photographs, Ranges);
        var documents = new BenchDocuments(count, pairs);
        string prefix = $"bench-{Environment.ProcessId}";
        WarmUp(engine, documents, prefix);
        using var reference = new ReferenceIndex(engine.Address, $"{prefix}-reference");
        using var brief = new OwnIndex(engine.Address, $"{prefix}-brief");
        using var full = new OwnIndex(engine.Address, $"{prefix}-full");
        using var compatible = new OwnIndex(engine.Address, $"{prefix}-compatible", isCompatible: true);
        output.WriteLine($"{Name}: {count:N0} documents at {engine.Address}, elapsed");
        using (var fast = new OwnIndex(engine.Address, $"{prefix}-fast"))
            PrintAdding(output, documents, reference, brief, fast, full, compatible);
        if (nodes > 1)
            return;
        reference.Fill(documents.All.Skip(2 * ReferenceAdds));
        PrintSearching(output, documents, reference, full);
        PrintRecall(output, pairs, reference, full);
        PrintBytes(output, reference, brief, full, compatible);
    }

    /// <summary>An engine that just started compiles what it does, which whoever is measured first would pay for.</summary>
    private static void WarmUp(BenchEngine engine, BenchDocuments documents, string prefix)
    {
        using var own = new OwnIndex(engine.Address, $"{prefix}-warm");
        own.Add(documents, hasFacts: true);
        using var reference = new ReferenceIndex(engine.Address, $"{prefix}-warm-reference");
        for (int round = 0; round < WarmRounds; round++)
            AddOneByOne(documents, reference, 0);
    }

    private void PrintAdding(TextWriter output, BenchDocuments documents, ReferenceIndex reference, OwnIndex brief, OwnIndex fast, OwnIndex full, OwnIndex compatible)
    {
        Cost oneByOne = AddOneByOne(documents, reference, 0);
        Cost added = brief.Add(documents, hasFacts: false);
        oneByOne += AddOneByOne(documents, reference, ReferenceAdds);
        double theirs = 2 * ReferenceAdds / oneByOne.Wall;
        output.WriteLine($"adding                        a second  x one by one  ms of this program's processor time");
        output.WriteLine($"  image_match, one by one     {theirs,8:N0}                {oneByOne.Processor / (2 * ReferenceAdds) * 1e3:F3}   ({2 * ReferenceAdds:N0} of them, before and after)");
        Print("path and time alone", added);
        Print("the same, -FastLoad", fast.Add(documents, hasFacts: false, isFast: true));
        Print("all facts of the file", full.Add(documents, hasFacts: true));
        Print("the same, -Compatible", compatible.Add(documents, hasFacts: true));

        void Print(string what, Cost cost) => output.WriteLine($"  {what,-26}  {count / cost.Wall,8:N0}  {count / cost.Wall / theirs,12:F1}  {cost.Processor / count * 1e3:F3}");
    }

    private static Cost AddOneByOne(BenchDocuments documents, ReferenceIndex reference, int start) => Cost.Of(() =>
    {
        foreach ((string path, Signatures.Signature signature) in documents.All.Skip(start).Take(ReferenceAdds))
            reference.Add(path, signature);
    });

    private static void PrintSearching(TextWriter output, BenchDocuments documents, ReferenceIndex reference, OwnIndex own)
    {
        int next = 0;
        double[] seconds = Alternation.Medians(
            Rounds,
            () => reference.Search(documents.Query(next)[0]),
            () => own.Search([documents.Query(next)[..1]]),
            () => own.Search([documents.Query(next++ % SignatureSet.QueryCount)]));
        double block = Alternation.Medians(Rounds / 10, () => own.Search([.. Enumerable.Range(0, Block).Select(i => documents.Query(next++ % SignatureSet.QueryCount)[..1])]))[0] / Block;
        output.WriteLine($"searching (medians of {Rounds})          ms  a second");
        Print("image_match, 63 words", seconds[0]);
        Print("126 codes", seconds[1]);
        Print("126 codes, 16 orientations", seconds[2]);
        Print($"126 codes, {Block} pictures at once", block);

        void Print(string what, double time) => output.WriteLine($"  {what,-32}  {time * 1e3,6:F1}  {1 / time,8:F0}");
    }

    private static void PrintRecall(TextWriter output, IReadOnlyList<CopyPair> pairs, ReferenceIndex reference, OwnIndex own)
    {
        output.WriteLine("found of altered photographs, by distance     pairs  image_match  codes");
        foreach ((double from, double to) in Ranges)
        {
            CopyPair[] some = [.. pairs.Where(pair => pair.Distance >= from && pair.Distance < to)];
            double byWords = some.Average(pair => reference.Search(pair.Copy).Contains(pair.File) ? 1.0 : 0);
            double byCodes = some.Average(pair => own.Search([[pair.Copy]])[0].Contains(pair.File) ? 1.0 : 0);
            output.WriteLine($"  {from:F2} to {to:F2}                                {some.Length,6}  {byWords,11:F3}  {byCodes:F3}");
        }
    }

    private void PrintBytes(TextWriter output, ReferenceIndex reference, OwnIndex brief, OwnIndex full, OwnIndex compatible)
    {
        (string What, BenchIndex Index)[] indices =
        [
            ("image_match", reference.Index), ("path and time alone, as there", brief.Index), ("with all that is known of a file", full.Index), ("-Compatible", compatible.Index),
        ];
        BenchIndex.ForgetHistory([.. indices.Select(each => each.Index)]);
        output.WriteLine("bytes a document, merged");
        foreach ((string what, BenchIndex index) in indices)
            output.WriteLine($"  {what,-32}  {index.MergedBytes() / count,6:F0}");
    }
}
