using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>The values of a record's property.</summary>
internal sealed class FilterValues : List<FilterValue>
{
    /// <summary>Whether there is nothing but null: no value, and none inside of objects either.</summary>
    public bool IsNull { get; private set; } = true;

    public FilterValues()
    {
    }

    public FilterValues(FilterValue? value)
    {
        if (value is { } present)
            AddValue(present);
    }

    public bool Any(Predicate<FilterValue> condition) => Exists(condition);

    public void AddValue(FilterValue value)
    {
        IsNull = false;
        Add(value);
    }

    /// <summary>Adds what an element holds: itself, or each element of an array.</summary>
    public void AddJson(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                AddJson(item);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            IsNull &= !HoldsValue(element);
        }
        else if (FilterValue.Of(element) is { } value)
        {
            AddValue(value);
        }
    }

    private static bool HoldsValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property => HoldsValue(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HoldsValue),
        _ => element.ValueKind != JsonValueKind.Null,
    };
}

/// <summary>The properties that filters know.</summary>
internal static class RecordProperty
{
    private static readonly Dictionary<string, Func<MatchRecord, FilterValue?>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(MatchRecord.Id)] = record => FilterValue.Of(record.Id),
        [nameof(RecordKey.Path)] = record => FilterValue.Of(record.Key.Path),
        [nameof(RecordKey.Frame)] = record => Number(record.Key.Frame),
        [nameof(RecordKey.Source)] = record => FilterValue.Of(record.Key.Source),
        [nameof(MatchRecord.Added)] = record => FilterValue.Of(record.Added),
        [nameof(MatchRecord.LastSigned)] = record => FilterValue.Of(record.LastSigned),
        [nameof(FileFacts.LastWriteTime)] = record => record.Facts.LastWriteTime is { } time ? FilterValue.Of(time) : null,
        [nameof(FileFacts.Length)] = record => Number(record.Facts.Length),
        [nameof(FileFacts.ContentHash)] = record => record.Facts.ContentHash is { } hash ? FilterValue.Of(hash) : null,
        [nameof(FileFacts.Width)] = record => Number(record.Facts.Width),
        [nameof(FileFacts.Height)] = record => Number(record.Facts.Height),
        [nameof(FileFacts.Format)] = record => record.Facts.Format is { } format ? FilterValue.Of(format.ToString()) : null,
        [nameof(Signatures.Signature.IsFeatureless)] = record => FilterValue.Of(record.Signature.IsFeatureless),
        [nameof(Signatures.Signature.Detail)] = record => FilterValue.Of(record.Signature.Detail),
        [nameof(Signatures.Signature.IsWeak)] = record => FilterValue.Of(record.Signature.IsWeak),
    };

    /// <summary>What reads the values of a property.</summary>
    /// <exception cref="StoreException">There is no such property.</exception>
    public static Func<MatchRecord, FilterValues> Reader(IReadOnlyList<string> property)
    {
        if (property.Count > 0 && string.Equals(property[0], nameof(MatchRecord.Metadata), StringComparison.OrdinalIgnoreCase))
            return record => ReadMetadata(record, property);
        if (property.Count == 1 && Known.TryGetValue(property[0], out Func<MatchRecord, FilterValue?>? read))
            return record => new FilterValues(read(record));
        throw RecordFilterEvaluator.Refuse(
            $"Records cannot be filtered by '{string.Join('.', property)}'. Use {string.Join(", ", Known.Keys)}, or a key below Metadata.");
    }

    private static FilterValues ReadMetadata(MatchRecord record, IReadOnlyList<string> property)
    {
        var values = new FilterValues();
        if (record.Metadata is { } metadata)
            Follow(metadata, property, 1, values);
        return values;
    }

    private static void Follow(JsonElement element, IReadOnlyList<string> keys, int next, FilterValues values)
    {
        if (next == keys.Count)
        {
            values.AddJson(element);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Follow(item, keys, next, values);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in element.EnumerateObject())
            {
                if (string.Equals(FilterValue.ReadText(() => member.Name, member.ToString), keys[next], StringComparison.OrdinalIgnoreCase))
                    Follow(member.Value, keys, next + 1, values);
            }
        }
    }

    private static FilterValue? Number(long? number) => number is { } present ? FilterValue.Of(present) : null;
}
