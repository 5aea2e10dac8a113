using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>
/// A condition on records with one meaning on every store: without regard to case unless asked for, missing keys are null, arrays match by any element,
/// numbers compare as numbers. <see cref="RecordFilterEvaluator"/> says it exactly.
/// </summary>
public abstract record RecordFilter;

/// <summary>All of the conditions hold.</summary>
public sealed record AllOf(IReadOnlyList<RecordFilter> Conditions) : RecordFilter;

/// <summary>At least one of the conditions holds.</summary>
public sealed record AnyOf(IReadOnlyList<RecordFilter> Conditions) : RecordFilter;

/// <summary>The condition does not hold.</summary>
public sealed record Not(RecordFilter Condition) : RecordFilter;

/// <summary>A property compared with a constant.</summary>
/// <param name="Property">One of those that <see cref="RecordProperty"/> knows; or the keys below Metadata, the first element being "Metadata".</param>
/// <param name="Operator">How.</param>
/// <param name="Value">A JSON string, number, true, false or null; dates as ISO 8601 strings; for <see cref="FilterOperator.In"/> an array.</param>
/// <param name="CaseSensitive">Whether letters must agree in case.</param>
public sealed record Comparison(IReadOnlyList<string> Property, FilterOperator Operator, JsonElement Value, bool CaseSensitive = false) : RecordFilter;

/// <summary>How a property is compared.</summary>
public enum FilterOperator
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Greater than.</summary>
    GreaterThan,

    /// <summary>Greater than or equal.</summary>
    GreaterOrEqual,

    /// <summary>Less than.</summary>
    LessThan,

    /// <summary>Less than or equal.</summary>
    LessOrEqual,

    /// <summary>Fits a wildcard (* ? [a-z]).</summary>
    Like,

    /// <summary>Is one of several.</summary>
    In,
}
