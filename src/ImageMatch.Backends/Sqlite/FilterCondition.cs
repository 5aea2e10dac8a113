using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>
/// A filter as a condition in SQL, every constant of it a parameter. What SQLite compares as <see cref="RecordFilterEvaluator"/> does it compares itself: whole
/// numbers, moments, text without letters beyond ASCII. The rest it hands to the evaluator, column by column, through a function.
/// </summary>
internal sealed class FilterCondition
{
    private readonly List<object?> _values = [];
    private readonly List<Func<object?, bool>> _tests = [];
    private readonly CancellationToken _cancellationToken;

    /// <summary>Translates a filter that the evaluator has accepted.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellationToken">When cancelled the function answers at once, whatever it is asked.</param>
    public FilterCondition(RecordFilter filter, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        Text = Translate(filter);
    }

    /// <summary>The condition: true or false for every row of records, never null.</summary>
    public string Text { get; }

    /// <summary>The values of its parameters.</summary>
    public ReadOnlySpan<object?> Values => _values.ToArray();

    /// <summary>What <see cref="SqliteSession.Tests"/> must be where it is asked.</summary>
    public IReadOnlyList<Func<object?, bool>> Tests => _tests;

    private string Translate(RecordFilter filter)
    {
        // Conditions on one column that need the evaluator go to it together: metadata is parsed once.
        if (RecordColumn.Single(filter) is { } column && !CanCompare(filter))
            return Ask(column, filter);

        return filter switch
        {
            AllOf all => Join(all.Conditions, " AND ", "1"),
            AnyOf any => Join(any.Conditions, " OR ", "0"),
            Not not => $"NOT {Translate(not.Condition)}",
            Comparison comparison => Compare(RecordColumn.Of(comparison), comparison),
            _ => "1",
        };
    }

    private string Join(IReadOnlyList<RecordFilter> conditions, string word, string none) =>
        conditions.Count == 0 ? none : $"({string.Join(word, conditions.Select(Translate))})";

    /// <summary>Whether SQLite can decide the whole of a filter itself.</summary>
    private static bool CanCompare(RecordFilter filter) => filter switch
    {
        AllOf all => all.Conditions.All(CanCompare),
        AnyOf any => any.Conditions.All(CanCompare),
        Not not => CanCompare(not.Condition),
        Comparison comparison => RecordColumn.Of(comparison) is var column && comparison.Operator switch
        {
            FilterOperator.Like => false,
            FilterOperator.In => comparison.Value.EnumerateArray().All(value => column.CanCompare(comparison with { Operator = FilterOperator.Equal, Value = value })),
            _ => column.CanCompare(comparison),
        },
        _ => false,
    };

    private string Compare(RecordColumn column, Comparison comparison)
    {
        if (comparison.Operator == FilterOperator.In)
            return CompareChoices(column, comparison);
        if (comparison.Value.ValueKind == JsonValueKind.Null)
            return comparison.Operator == FilterOperator.Equal ? $"{column.Name} IS NULL" : "0";
        string word = comparison.Operator switch
        {
            FilterOperator.GreaterThan => ">",
            FilterOperator.GreaterOrEqual => ">=",
            FilterOperator.LessThan => "<",
            FilterOperator.LessOrEqual => "<=",
            _ => "=",
        };
        return $"({column.Name} {word} {Parameter(column.ToValue(comparison.Value))}{column.Collation(comparison)}) IS TRUE";
    }

    /// <summary>One parameter for any number of constants.</summary>
    private string CompareChoices(RecordColumn column, Comparison comparison)
    {
        ILookup<bool, object?> choices = comparison.Value.EnumerateArray().ToLookup(value => value.ValueKind == JsonValueKind.Null, column.ToValue);
        string among = $"({column.Name}{column.Collation(comparison)} IN (SELECT value FROM json_each({Parameter(JsonSerializer.Serialize(choices[false]))}))) IS TRUE";
        return choices[true].Any() ? $"({among} OR {column.Name} IS NULL)" : among;
    }

    private string Ask(RecordColumn column, RecordFilter filter)
    {
        var evaluator = new RecordFilterEvaluator(filter);
        _tests.Add(value => !_cancellationToken.IsCancellationRequested && evaluator.Passes(column.ToRecord(value)));
        return $"{SqliteSession.TestFunction}({_tests.Count - 1}, {column.Name})";
    }

    private string Parameter(object? value)
    {
        _values.Add(value);
        return $"$value{_values.Count}";
    }
}
