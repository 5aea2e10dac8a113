using System.Text.Json;

namespace ImageMatch.Quality;

/// <summary>What was found.</summary>
/// <param name="Pictures">How many were stored, each asked for in every altered form.</param>
/// <param name="Seed">Of whatever is left to chance.</param>
internal sealed record QualityReport(int Pictures, int Seed, IReadOnlyList<SettingQuality> Settings)
{
    /// <summary>What weak signatures are worth.</summary>
    public TrustTable? Trust { get; init; }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    /// <summary>A row an alteration, a column a setting: the share found and, in brackets, how many others were.</summary>
    public void WriteTable(TextWriter output)
    {
        output.WriteLine($"{Pictures} pictures: the share of altered copies that find theirs and, in brackets, how many other pictures they found in all.");
        output.WriteLine();
        output.WriteLine($"| copy | {string.Join(" | ", Settings.Select(setting => setting.Name))} |");
        output.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", Settings.Count))}");
        for (int i = 0; i < Settings[0].Alterations.Count; i++)
            WriteRow(output, Settings[0].Alterations[i].Name, setting => Text(setting.Alterations[i]));
        WriteRow(output, "mean", setting => $"{setting.Mean:0.000}");
        WriteRow(output, "wrong pairs in a million", setting => $"{setting.WrongPerMillion:0}");
        output.WriteLine();
        Trust?.WriteTo(output);
    }

    private static string Text(AlterationQuality alteration) => alteration.Wrong == 0 ? $"{alteration.Recall:0.000}" : $"{alteration.Recall:0.000} ({alteration.Wrong})";

    private void WriteRow(TextWriter output, string name, Func<SettingQuality, string> cell) =>
        output.WriteLine($"| {name} | {string.Join(" | ", Settings.Select(cell))} |");
}

/// <summary>What one way to store and to ask found.</summary>
internal sealed record SettingQuality(string Name, IReadOnlyList<AlterationQuality> Alterations, double WrongPerMillion)
{
    public double Mean => Alterations.Average(alteration => alteration.Recall);
}

/// <summary>What was found of one kind of copy.</summary>
/// <param name="Asked">How many copies were searched for.</param>
/// <param name="Found">How many of them found their picture.</param>
/// <param name="Wrong">How many other pictures they found in all; 0 where another picture than the original is stored.</param>
internal sealed record AlterationQuality(string Name, int Asked, int Found, int Wrong)
{
    public double Recall => Found / (double)Asked;
}
