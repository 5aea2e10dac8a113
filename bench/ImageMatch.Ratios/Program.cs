using ImageMatch.Ratios;
using ImageMatch.Ratios.Clusters;

// Each table is a class with a name to ask for it by.
int[] counts = [.. args.Select(word => int.TryParse(word, out int number) ? number : 0).Where(number => number > 0)];
IRatioTable[] tables =
[
    new SignTable(isLarge: true), new SignTable(isLarge: false), new PeersTable(), new ScanTable(), new WindowScanTable(),
    new LoadTable(counts.FirstOrDefault(1_000_000)),
    new ScaleTable(counts.Length > 0 ? counts : [10_000, 100_000, 1_000_000]), new SyncTable(Math.Min(counts.FirstOrDefault(100_000), 100_000)),
    new FilterTable(counts.FirstOrDefault(1_000_000)), new DuplicatesTable(Math.Min(counts.FirstOrDefault(100_000), 100_000)),
    new ClusterTable(counts.FirstOrDefault(200_000), nodes: 1), new ClusterTable(counts.FirstOrDefault(200_000), nodes: 3),
];
IRatioTable[] asked = args.All(word => int.TryParse(word, out _)) ? tables : [.. tables.Where(table => args.Contains(table.Name))];
if (asked.Length == 0)
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project bench/ImageMatch.Ratios -- [{string.Join(' ', tables.Select(table => table.Name))}] [records …]");
    return 2;
}

foreach (IRatioTable table in asked)
    table.Print(Console.Out);

return 0;
