using ImageMatch.Backends.Sqlite;
using ImageMatch.Stores;

namespace ImageMatch.Ratios;

/// <summary>What a store costs as it grows: disk, memory, the first search of it, further searches, and adding one more picture.</summary>
/// <param name="counts">How many records.</param>
internal sealed class ScaleTable(IReadOnlyList<int> counts) : IRatioTable
{
    private const int Rounds = 15;
    private const int Orientations = 16;

    private int _nextQuery;

    public string Name => "scale";

    public void Print(TextWriter output)
    {
        output.WriteLine($"Elapsed time; searches and adding are medians of {Rounds} rounds.");
        output.WriteLine("                added       bytes a record           first search, s          search, ms             ms");
        output.WriteLine("    records  a second   store  beside  memory    with file  without    1 orient.  16 orient.  adding one  and search");
        foreach (int count in counts)
            PrintRow(output, new KeptStore(count));
    }

    private void PrintRow(TextWriter output, KeptStore kept)
    {
        string added = kept.Ensure() is { } filling ? $"{kept.Count / filling.Wall:N0}" : "(kept)";
        File.Delete(kept.IndexFile);
        Cost without = default;
        kept.UseAnew(store => without = Cost.Of(() => Search(store, kept, 1)));

        long before = ProcessMemory();
        kept.UseAnew(store =>
        {
            Cost with = Cost.Of(() => Search(store, kept, 1));
            long memory = ProcessMemory() - before;
            double[] searches = Alternation.Medians(Rounds, () => Search(store, kept, 1), () => Search(store, kept, Orientations));
            string id = "";
            double[] adding = Alternation.Medians(
                Rounds,
                () => id = store.Add([kept.Draft(kept.Count)])[0].Record!.Id,
                () => Search(store, kept, 1),
                () => store.Remove([id]));
            output.WriteLine(
                $"{kept.Count,11:N0} {added,9} {PerRecord(new FileInfo(kept.File).Length),7:F0} {PerRecord(new FileInfo(kept.IndexFile).Length),7:F0} {PerRecord(memory),7:F0} "
                + $"{with.Wall,12:F3} {without.Wall,8:F2} {searches[0] * 1e3,12:F2} {searches[1] * 1e3,11:F2} {adding[0] * 1e3,11:F1} {adding[1] * 1e3,11:F2}");
        });

        double PerRecord(long bytes) => (double)bytes / kept.Count;
    }

    /// <summary>What this process has in memory, libraries' memory counted.</summary>
    private static long ProcessMemory()
    {
        GC.Collect();
        return Environment.WorkingSet;
    }

    private void Search(SqliteStore store, KeptStore kept, int orientations) => store.Search(
        [new SearchQuery { Signatures = [.. kept.Query(_nextQuery++ % SignatureSet.QueryCount).Take(orientations).Select(signature => new OrientedSignature(signature, default))] }]);
}
