using System.Text.Json;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Stores;

namespace ImageMatch.Ratios;

/// <summary>Getting the few records of a store that pass a filter.</summary>
/// <param name="count">How many records.</param>
internal sealed class FilterTable(int count) : IRatioTable
{
    private const int BatchSize = 20_000;

    private static readonly (string What, RecordFilter Filter)[] Filters =
    [
        ("nothing: every record", new AllOf([])),
        ("Length -lt 3000100", Compare(["Length"], FilterOperator.LessThan, "3000100")),
        ("Path -eq '…'", Compare(["Path"], FilterOperator.Equal, "\"/volume1/archive/2000/00000/IMG_00000007.jpg\"")),
        ("Path -like '*0000042*'", Compare(["Path"], FilterOperator.Like, "\"*0000042*\"")),
        ("Metadata.rights -eq 'rare'", Compare(["Metadata", "rights"], FilterOperator.Equal, "\"rare\"")),
        ("Metadata.year -lt 1901", Compare(["Metadata", "year"], FilterOperator.LessThan, "1901")),
        ("Metadata.missing -ne $null", new Not(Compare(["Metadata", "missing"], FilterOperator.Equal, "null"))),
        ("rights, and Length -lt 3000100", new AllOf([Compare(["Length"], FilterOperator.LessThan, "3000100"), Compare(["Metadata", "rights"], FilterOperator.Equal, "\"press\"")])),
    ];

    public string Name => "filter";

    public void Print(TextWriter output)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("imagematch-filter-");
        try
        {
            using var store = SqliteStore.Open(Path.Combine(folder.FullName, "images.db"), new SqliteStoreOptions { Create = true });
            var drafts = new KeptStore(count);
            foreach (int[] numbers in Enumerable.Range(0, count).Chunk(BatchSize))
                store.Add(Array.ConvertAll(numbers, number => drafts.Draft(number) with { HasMetadata = true, Metadata = Metadata(number) }));

            output.WriteLine($"{count:N0} records with metadata");
            foreach ((string what, RecordFilter filter) in Filters)
            {
                int found = 0;
                Cost cost = Cost.Of(() => found = store.Get(new RecordQuery { Filter = filter }).Count());
                output.WriteLine($"  {what,-32} {found,9:N0} found in {cost.Wall,7:F3} s, {cost.Processor:F3} s of processor time");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonElement Metadata(int number) => JsonSerializer.SerializeToElement(new
    {
        rights = number % 10_000 == 0 ? "rare" : "press",
        year = 1900 + (number % 125),
        shot = new { by = $"Ann Author {number % 1000}", place = "Bergen", iso = 100 },
        tags = new[] { "ships", "sea", $"tag{number % 50}" },
    });

    private static Comparison Compare(string[] property, FilterOperator comparison, string json) => new(property, comparison, JsonElement.Parse(json));
}
