using System.Globalization;
using ImageMatch.Quality;

const string Usage = "Usage: dotnet run -c Release --project bench/ImageMatch.Quality -- FOLDER [--json FILE] [--cluster URI] [--seed NUMBER]";

var options = new Dictionary<string, string>();
for (int i = 1; i + 1 < args.Length; i += 2)
    options[args[i]] = args[i + 1];
if (args.Length % 2 == 0 || options.Keys.Except(["--json", "--cluster", "--seed"]).Any())
{
    Console.Error.WriteLine(Usage);
    return 2;
}

if (!Directory.Exists(args[0]))
{
    Console.Error.WriteLine($"There is no folder {args[0]}. {Usage}");
    return 2;
}

string[] files = [.. Directory.EnumerateFiles(args[0]).Order(StringComparer.Ordinal)];
int seed = int.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);
using TemporaryStores stores = new(options.TryGetValue("--cluster", out string? cluster) ? new Uri(cluster) : null);
QualityReport report = new QualityRun(files, seed).Measure([.. Setting.All(stores)]) with { Trust = TrustTable.Measure(files, seed) };
report.WriteTable(Console.Out);
if (options.TryGetValue("--json", out string? json))
    File.WriteAllText(json, report.ToJson());
return 0;
