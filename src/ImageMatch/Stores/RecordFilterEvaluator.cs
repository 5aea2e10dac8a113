using System.Globalization;
using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>
/// What filters mean. Every store gives the records that pass here, whatever it leaves to its own engine.
/// </summary>
/// <remarks>
/// A property has values: the strings, numbers, true and false found there, those inside of arrays (of any depth) each for itself. Keys below Metadata are
/// found without regard to case, in the objects of arrays too. A property is null when it is missing, null, or holds no value at any depth.
/// Equal, In and the orderings hold when they hold for any of the values. Text compares with text, numbers with numbers; nothing else is equal or ordered.
/// Text that is an ISO 8601 date on both sides compares as a moment (UTC where it names no offset). Null equals null alone and has no order.
/// Like compares text alone.
/// </remarks>
public sealed class RecordFilterEvaluator
{
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    private readonly Func<MatchRecord, bool> _passes;

    /// <summary>Reads a filter.</summary>
    /// <exception cref="StoreException">
    /// It names an unknown property, or a constant that its operator cannot use (<see cref="StoreError.QueryRefused"/>).
    /// </exception>
    public RecordFilterEvaluator(RecordFilter filter) => _passes = Compile(filter);

    /// <summary>Whether a record passes.</summary>
    public bool Passes(MatchRecord record) => _passes(record);

    private static Func<MatchRecord, bool> Compile(RecordFilter filter)
    {
        switch (filter)
        {
            case AllOf all:
                Func<MatchRecord, bool>[] every = [.. all.Conditions.Select(Compile)];
                return record => Array.TrueForAll(every, condition => condition(record));
            case AnyOf any:
                Func<MatchRecord, bool>[] some = [.. any.Conditions.Select(Compile)];
                return record => Array.Exists(some, condition => condition(record));
            case Not not:
                Func<MatchRecord, bool> inner = Compile(not.Condition);
                return record => !inner(record);
            case Comparison comparison:
                Func<MatchRecord, FilterValues> read = RecordProperty.Reader(comparison.Property);
                Func<FilterValues, bool> test = Compile(comparison.Operator, comparison.Value, comparison.CaseSensitive);
                return record => test(read(record));
            default:
                throw Refuse($"A filter of the kind {filter?.GetType().Name ?? "null"} is not known.");
        }
    }

    private static Func<FilterValues, bool> Compile(FilterOperator comparison, JsonElement constant, bool caseSensitive)
    {
        switch (comparison)
        {
            case FilterOperator.In when constant.ValueKind == JsonValueKind.Array:
                return CompileChoices([.. constant.EnumerateArray()], caseSensitive);
            case FilterOperator.In:
                throw Refuse("-in asks for a list of constants.");
            case FilterOperator.Like when constant.ValueKind == JsonValueKind.String:
                var wildcard = new Wildcard(constant.GetString()!, caseSensitive);
                return values => values.Any(value => value.Text is { } text && wildcard.IsMatch(text));
            case FilterOperator.Like:
                throw Refuse("-like asks for a wildcard, that is for text.");
            case FilterOperator.Equal when constant.ValueKind == JsonValueKind.Null:
                return values => values.IsNull;
            case FilterOperator.GreaterThan or FilterOperator.GreaterOrEqual or FilterOperator.LessThan or FilterOperator.LessOrEqual
                when constant.ValueKind == JsonValueKind.Null:
                return _ => false;
            default:
                FilterValue other = FilterValue.Of(constant) ?? throw Refuse("A property is compared with text, a number, true, false or null.");
                return values => values.Any(value => Holds(comparison, value.CompareTo(other, caseSensitive)));
        }
    }

    /// <summary>Text is looked up, for there may be thousands; dates are equal in more than one spelling, and so are numbers.</summary>
    private static Func<FilterValues, bool> CompileChoices(JsonElement[] constants, bool caseSensitive)
    {
        ILookup<bool, JsonElement> byPlainness = constants.ToLookup(constant => FilterValue.Of(constant) is { Text: { } text } && ReadDate(text) is null);
        var texts = byPlainness[true].Select(constant => FilterValue.Of(constant)!.Value.Text!)
            .ToHashSet(caseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        Func<FilterValues, bool>[] others = [.. byPlainness[false].Select(constant => Compile(FilterOperator.Equal, constant, caseSensitive))];
        return values => values.Any(value => value.Text is { } text && texts.Contains(text)) || Array.Exists(others, other => other(values));
    }

    private static bool Holds(FilterOperator comparison, int? order) => comparison switch
    {
        FilterOperator.Equal => order == 0,
        FilterOperator.GreaterThan => order > 0,
        FilterOperator.GreaterOrEqual => order >= 0,
        FilterOperator.LessThan => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        _ => throw Refuse($"The operator {comparison} is not known."),
    };

    /// <summary>The moment that text says, where filters take it for a date: ISO 8601, UTC where it names no offset.</summary>
    public static DateTimeOffset? ReadDate(string text) =>
        text.Length >= 10 && text[4] == '-'
        && DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? date
            : null;

    internal static StoreException Refuse(string message) => new(StoreError.QueryRefused, message);
}
