using System.Globalization;
using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>Chooses the picture to keep by rules, and says by which.</summary>
/// <param name="rules">The rules, in their order.</param>
/// <param name="isReference">Whether a record lies in the reference.</param>
internal sealed class KeepOrder(IReadOnlyList<KeepRule> rules, Func<MatchRecord, bool> isReference)
{
    /// <summary>Chooses one of several.</summary>
    /// <param name="records">At least one.</param>
    /// <returns>The record, and the rules that told it from the others.</returns>
    public (MatchRecord Record, string Reason) Choose(IReadOnlyList<MatchRecord> records)
    {
        List<MatchRecord> best = [.. records];
        var reasons = new List<string>();
        foreach (KeepRule rule in rules)
        {
            long highest = best.Max(record => Rank(rule, record));
            if (best.RemoveAll(record => Rank(rule, record) < highest) > 0)
                reasons.Add(Describe(rule, best[0]));
            if (best.Count == 1)
                break;
        }

        if (best.Count > 1)
        {
            best = [.. best.OrderBy(record => record.Key.Path, StringComparer.Ordinal).ThenBy(record => record.Key.Frame).ThenBy(record => record.Id, StringComparer.Ordinal)];
            reasons.Add("first by path, as no rule tells more");
        }

        return (best[0], string.Join("; among these ", reasons));
    }

    /// <summary>The higher, the rather it is kept.</summary>
    private long Rank(KeepRule rule, MatchRecord record) => rule switch
    {
        KeepRule.InReference => isReference(record) ? 1 : 0,
        KeepRule.LargestImage => Pixels(record),
        KeepRule.LargestFile => record.Facts.Length ?? 0,
        KeepRule.Oldest => -Date(record).UtcTicks,
        KeepRule.Newest => Date(record).UtcTicks,
        KeepRule.ShortestPath => -record.Key.Path.Length,
        _ => throw new ArgumentException($"There is no rule {rule}.", nameof(rule)),
    };

    private static string Describe(KeepRule rule, MatchRecord record) => rule switch
    {
        KeepRule.InReference => "in the reference",
        KeepRule.LargestImage => Text($"largest image ({record.Facts.Width} x {record.Facts.Height})"),
        KeepRule.LargestFile => Text($"largest file ({record.Facts.Length:N0} bytes)"),
        KeepRule.Oldest => Text($"oldest ({Date(record).LocalDateTime:yyyy-MM-dd HH:mm:ss})"),
        KeepRule.Newest => Text($"newest ({Date(record).LocalDateTime:yyyy-MM-dd HH:mm:ss})"),
        _ => "shortest path",
    };

    private static long Pixels(MatchRecord record) => (long)(record.Facts.Width ?? 0) * (record.Facts.Height ?? 0);

    private static DateTimeOffset Date(MatchRecord record) => record.Facts.LastWriteTime ?? record.Added;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
