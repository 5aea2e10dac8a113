using System.Globalization;
using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>A value that a filter compares: text (perhaps a date), a number, or true or false.</summary>
internal readonly record struct FilterValue
{
    /// <summary>The text, if it is one.</summary>
    public string? Text { get; private init; }

    private DateTimeOffset? Date { get; init; }

    private decimal? Exact { get; init; }

    private double? Number { get; init; }

    private bool? Truth { get; init; }

    public static FilterValue Of(string text) => new() { Text = text, Date = RecordFilterEvaluator.ReadDate(text) };

    public static FilterValue Of(long number) => new() { Exact = number, Number = number };

    public static FilterValue Of(double number) => new() { Exact = (decimal)number, Number = number };

    public static FilterValue Of(bool truth) => new() { Truth = truth };

    public static FilterValue Of(DateTimeOffset date) => Of(date.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>A value of JSON; null where it is null, an array or an object.</summary>
    public static FilterValue? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Of(ReadText(element.GetString, element.GetRawText)),
        JsonValueKind.Number => new()
        {
            Exact = element.TryGetDecimal(out decimal exact) ? exact : null,
            Number = double.Parse(element.GetRawText(), CultureInfo.InvariantCulture),
        },
        JsonValueKind.True or JsonValueKind.False => Of(element.GetBoolean()),
        _ => null,
    };

    /// <summary>Reads text, or takes it as it stands where it is no valid Unicode (half of a surrogate pair written as an escape).</summary>
    public static string ReadText(Func<string?> read, Func<string> raw)
    {
        try
        {
            return read()!;
        }
        catch (InvalidOperationException)
        {
            return raw();
        }
    }

    /// <summary>Below, at or above 0 as this comes before, with or after the other; null where they are not of one kind.</summary>
    public int? CompareTo(FilterValue other, bool caseSensitive)
    {
        if (Date is { } date && other.Date is { } otherDate)
            return date.CompareTo(otherDate);
        if (Text is { } text && other.Text is { } otherText)
            return string.Compare(text, otherText, caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
        if (Exact is { } exact && other.Exact is { } otherExact)
            return exact.CompareTo(otherExact);
        if (Number is { } number && other.Number is { } otherNumber)
            return number.CompareTo(otherNumber);
        return Truth is { } truth && truth == other.Truth ? 0 : null;
    }
}
