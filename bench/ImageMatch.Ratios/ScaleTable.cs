using ImageMatch.Backends.Sqlite;
using ImageMatch.Stores;

namespace ImageMatch.Ratios;

/// <summary>What a store costs as it grows: disk, memory (as much as the file beside it takes), the first search of it, further searches, and adding one more picture.</summary>
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
        output.WriteLine("                added  bytes a record     first search, s          search, ms             ms");
        output.WriteLine("    records  a second   store  beside    with file  without    1 orient.  16 orient.  adding one  and search");
        foreach (int count in counts)
            PrintRow(output, new KeptStore(count));
    }

    private void PrintRow(TextWriter output, KeptStore kept)
    {
        double added = kept.Count / kept.Fill().Wall;
        File.Delete(kept.IndexFile);
        Cost without = default;
        kept.UseAnew(store => without = Cost.Of(() => Search(store, kept, 1)));

        kept.UseAnew(store =>
        {
            Cost with = Cost.Of(() => Search(store, kept, 1));
            double[] searches = Alternation.Medians(Rounds, () => Search(store, kept, 1), () => Search(store, kept, Orientations));
            string id = "";
            double[] adding = Alternation.Medians(
                Rounds,
                () => id = store.Add([kept.Draft(kept.Count)])[0].Record!.Id,
                () => Search(store, kept, 1),
                () => store.Remove([id]));
            output.WriteLine(
                $"{kept.Count,11:N0} {added,9:N0} {PerRecord(Length(kept.File)),7:F0} {PerRecord(Length(kept.IndexFile)),7:F0} "
                + $"{with.Wall,12:F3} {without.Wall,8:F2} {searches[0] * 1e3,12:F2} {searches[1] * 1e3,11:F2} {adding[0] * 1e3,11:F1} {adding[1] * 1e3,11:F2}");
        });

        double PerRecord(long bytes) => (double)bytes / kept.Count;
    }

    /// <summary>A file's bytes; of a small store there is none beside it.</summary>
    private static long Length(string file) => new FileInfo(file) is { Exists: true } there ? there.Length : 0;

    private void Search(SqliteStore store, KeptStore kept, int orientations) => store.Search(
        [new SearchQuery { Signatures = [.. kept.Query(_nextQuery++ % SignatureSet.QueryCount).Take(orientations).Select(signature => new OrientedSignature(signature, default))] }]);
}
