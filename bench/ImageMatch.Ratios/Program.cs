using ImageMatch.Ratios;

// Each table is a class with a name to ask for it by.
IRatioTable[] tables = [new ScanTable()];
IRatioTable[] asked = args.Length == 0 ? tables : [.. tables.Where(table => args.Contains(table.Name))];
if (asked.Length == 0)
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project bench/ImageMatch.Ratios -- [{string.Join(' ', tables.Select(table => table.Name))}]");
    return 2;
}

foreach (IRatioTable table in asked)
    table.Print(Console.Out);

return 0;
