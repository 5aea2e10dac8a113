using ImageMatch.Backends.Sqlite;
using ImageMatch.Sessions;

namespace ImageMatch.Ratios;

/// <summary>Filling a store with ready signatures, and copying it.</summary>
/// <param name="count">How many records.</param>
internal sealed class LoadTable(int count) : IRatioTable
{
    public string Name => "load";

    public void Print(TextWriter output)
    {
        var store = new KeptStore(count);
        output.WriteLine($"{count:N0} records; wall time, and processor time of all threads");
        Print(output, "add", store.Fill());
        output.WriteLine($"  size {(double)new FileInfo(store.File).Length / count,12:F0} bytes a record");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("imagematch-load-");
        try
        {
            using var source = SqliteStore.Open(store.File);
            using var copy = SqliteStore.Open(Path.Combine(folder.FullName, "copy.db"), new SqliteStoreOptions { Create = true });
            Print(output, "copy", Cost.Of(() => _ = new StoreCopy(source, copy).Copy().Count()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Print(TextWriter output, string what, Cost cost) =>
        output.WriteLine($"  {what,-5} {count / cost.Wall,10:N0} records a second, {count / cost.Processor:N0} a second of processor time");
}
