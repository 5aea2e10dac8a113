using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// Turns filters into queries that let every record through that passes, and perhaps more: what a filter means is decided by
/// <see cref="RecordFilterEvaluator"/>, on what the engine gives.
/// </summary>
internal sealed class FilterTranslator(FieldList fields, IndexLayout layout)
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
        string field = comparison.Property[0].ToLowerInvariant();
        bool isText = comparison.Value.ValueKind == JsonValueKind.String;
        return field switch
        {
            "length" or "width" or "height" => NarrowNumber(layout.Own(field), comparison),
            "format" when isText && comparison.Operator == FilterOperator.Equal => Queries.Term(layout.Own(field), comparison.Value.GetString()!),
            "path" when isText && comparison is { Operator: FilterOperator.Equal } => PathQuery.AnyCase(comparison.Value.GetString()!, layout),
            _ => null,
        };
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
        if (comparison.Value.ValueKind is JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array || Bounds(comparison.Operator) is null)
            return null;

        // Kept without being searchable: only its text can tell.
        var choices = new List<JsonNode> { Queries.Term(layout.Own("metadata_unindexed"), true) };
        (string Name, string Type)[] named = [.. fields.Named(comparison.Property)];
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
        ("double", JsonValueKind.Number) => Queries.All(
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
