using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Turns filters into queries that let every record through that passes, and perhaps more: what a filter means is decided by
/// <see cref="RecordFilterEvaluator"/>, on what the engine gives.
/// </summary>
internal sealed class FilterTranslator(Lazy<FieldList> fields, IndexLayout layout)
{
    /// <summary>A query for at least the records that pass; null for all.</summary>
    public JsonNode? Narrow(RecordFilter filter)
    {
        switch (filter)
        {
            case AllOf all:
                JsonNode[] known = [.. all.Conditions.Select(Narrow).OfType<JsonNode>()];
                return known.Length == 0 ? null : Queries.All(known);
            case AnyOf any:
                JsonNode?[] choices = [.. any.Conditions.Select(Narrow)];
                return choices.Contains(null) ? null : Queries.Any(choices!);
            case Comparison { Operator: FilterOperator.In } choice when choice.Value.ValueKind == JsonValueKind.Array:
                return Narrow(new AnyOf([.. choice.Value.EnumerateArray().Select(value => choice with { Operator = FilterOperator.Equal, Value = value })]));
            case Comparison comparison when comparison.Property.Count > 0:
                return comparison.Property[0].Equals(nameof(MatchRecord.Metadata), StringComparison.OrdinalIgnoreCase)
                    ? NarrowMetadata(comparison)
                    : NarrowFact(comparison);
            default:
                return null;
        }
    }

    private JsonNode? NarrowFact(Comparison comparison)
    {
        string property = comparison.Property[0].ToLowerInvariant();
        string? text = comparison.Value.ValueKind == JsonValueKind.String ? comparison.Value.GetString() : null;
        return (property, comparison.Operator) switch
        {
            ("length" or "width" or "height", _) => NarrowNumber(layout.Own(property), comparison),
            (_, _) when text is null => null,
            ("added", _) => RecordFilterEvaluator.ReadDate(text) is { } moment ? NarrowTime(moment, comparison.Operator) : null,
            ("path", FilterOperator.Equal) => PathQuery.AnyCase(text, layout),
            ("path", FilterOperator.Like) => PathQuery.Narrow(null, [text], layout),
            ("format", FilterOperator.Equal) => Queries.Term(layout.Own(property), text),
            ("source", FilterOperator.Equal) => IsPlain(text) ? Queries.AnyCase(layout.Own(property), text) : null,
            ("format" or "source", FilterOperator.Like) => NarrowText(layout.Own(property), text),
            _ => null,
        };
    }

    /// <summary>Where others made the mapping, it may keep times in any way.</summary>
    private JsonNode? NarrowTime(DateTimeOffset moment, FilterOperator comparison)
    {
        // What the index can count: nanoseconds since 1970 in 64 bits.
        if (!layout.IsOwn || moment.Year is < 1970 or >= 2262 || Bounds(comparison) is not { } bounds)
            return null;
        string field = layout.Times.Single();
        JsonNode range = Queries.All(bounds.Select(bound => Queries.Range(field, bound, RecordDocument.WriteTime(moment))));
        // What has no time comes before all that have one.
        return bounds.Contains("gte") ? range : Queries.Any([range, Queries.Without(Queries.Everything, Queries.Exists(field))]);
    }

    /// <summary>Text that fits a wildcard.</summary>
    private static JsonNode? NarrowText(string field, string pattern)
    {
        string wildcard = PathQuery.Translate(pattern);
        // Fields that are empty are not in the index, and what fits everything narrows nothing.
        return wildcard.Trim('*').Length > 0 ? Queries.Wildcard(field, wildcard) : null;
    }

    /// <summary>Whole numbers in the index; a constant may have a fraction.</summary>
    private static JsonNode? NarrowNumber(string field, Comparison comparison)
    {
        if (comparison.Value.ValueKind != JsonValueKind.Number || !comparison.Value.TryGetDouble(out double number) || Math.Abs(number) > int.MaxValue)
            return null;
        return Bounds(comparison.Operator) is { } bounds
            ? Queries.All(bounds.Select(bound => Queries.Range(field, bound, bound == "gte" ? Math.Floor(number) : Math.Ceiling(number))))
            : null;
    }

    private JsonNode? NarrowMetadata(Comparison comparison)
    {
        bool isLike = comparison.Operator == FilterOperator.Like;
        if (comparison.Value.ValueKind is JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array || (!isLike && Bounds(comparison.Operator) is null))
            return null;
        // What image_match adds does not say whether it holds text that is too long for the index.
        if (isLike && layout.HasWords)
            return null;

        // Not to be found by its fields, or not by all: only its text can tell.
        var choices = new List<JsonNode> { Queries.Term(layout.Own("metadata_unindexed"), true) };
        (string Name, string Type)[] named = [.. fields.Value.Named(comparison.Property)];
        // Where others made the mapping, a field that it lacks may be in documents all the same, and a number in one of text.
        if (!layout.IsOwn && (named.Length < layout.Roots.Count || Array.Exists(named, field => field.Type != "text")))
            return null;
        foreach ((string name, string type) in named)
        {
            if (NarrowField(name, type, comparison) is not { } choice)
                return null;
            choices.Add(choice);
        }

        return Queries.Any(choices);
    }

    private static JsonNode? NarrowField(string name, string type, Comparison comparison) => (type, comparison.Value.ValueKind) switch
    {
        ("text", JsonValueKind.String) when comparison.Operator == FilterOperator.Like => NarrowText($"{name}.keyword", comparison.Value.GetString()!),
        ("double", JsonValueKind.Number) when comparison.Operator != FilterOperator.Like => Queries.All(
            Bounds(comparison.Operator)!.Select(bound => Queries.Range(name, bound, JsonNode.Parse(comparison.Value.GetDouble().ToString("R", CultureInfo.InvariantCulture))!))),
        // Text is never in a field of numbers, nor are numbers compared as text.
        ("double", _) => Queries.Nothing,
        ("boolean", JsonValueKind.True or JsonValueKind.False) when comparison.Operator == FilterOperator.Equal => Queries.Term(name, comparison.Value.GetBoolean()),
        ("text", JsonValueKind.String) when comparison.Operator == FilterOperator.Equal && IsPlain(comparison.Value.GetString()!) =>
            Queries.AnyCase($"{name}.keyword", comparison.Value.GetString()!),
        _ => null,
    };

    /// <summary>Whether the engine and .NET agree about the case of every letter, and equal text cannot be too long for the index; dates compare as moments.</summary>
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= FieldList.KeywordLength && text.All(char.IsAscii) && !(text.Length >= 10 && text[4] == '-');

    private static string[]? Bounds(FilterOperator comparison) => comparison switch
    {
        FilterOperator.Equal => ["gte", "lte"],
        FilterOperator.GreaterThan or FilterOperator.GreaterOrEqual => ["gte"],
        FilterOperator.LessThan or FilterOperator.LessOrEqual => ["lte"],
        _ => null,
    };
}
