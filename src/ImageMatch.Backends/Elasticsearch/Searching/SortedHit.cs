using System.Text;
using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>A hit, compared by what it is sorted by as the engine compares, apart from the last, which tells equal ones apart within a shard.</summary>
internal sealed class SortedHit(JsonElement hit) : IComparable<SortedHit>
{
    private readonly object?[] _values = [.. hit.GetProperty("sort").EnumerateArray().SkipLast(1).Select(Read)];

    public JsonElement Hit => hit;

    public int CompareTo(SortedHit? other) =>
        other is null ? 1 : _values.Zip(other._values, Compare).FirstOrDefault(difference => difference != 0);

    private static object? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString()!),
        // Times in nanoseconds are too long for a double.
        _ => value.GetDecimal(),
    };

    /// <summary>What is missing comes last; text goes by its bytes.</summary>
    private static int Compare(object? one, object? other) => (one, other) switch
    {
        (byte[] text, byte[] otherText) => text.AsSpan().SequenceCompareTo(otherText),
        (decimal number, decimal otherNumber) => number.CompareTo(otherNumber),
        _ => (one is null).CompareTo(other is null),
    };
}
