using System.Text.Json;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>What lies in a column, by how filters compare it.</summary>
internal enum ColumnKind
{
    /// <summary>Whole numbers.</summary>
    Number,

    /// <summary>Moments, in units of 100 ns.</summary>
    Moment,

    /// <summary>Text.</summary>
    Text,

    /// <summary>What SQLite cannot compare as filters do.</summary>
    Other,
}

/// <summary>A column of the table of records that filters ask for.</summary>
/// <param name="Property">The property of records.</param>
/// <param name="Name">The column.</param>
/// <param name="Kind">What lies in it.</param>
/// <param name="ToRecord">A record of which this property alone is known.</param>
internal sealed record RecordColumn(string Property, string Name, ColumnKind Kind, Func<object?, MatchRecord> ToRecord)
{
    private static readonly MatchRecord Unknown = new() { Id = "", Key = new RecordKey("", ""), Signature = new Signature([]) };

    private static readonly RecordColumn[] All =
    [
        new("Id", "id", ColumnKind.Other, value => Unknown with { Id = RecordRow.ToHex(value) ?? "" }),
        new("Path", "path", ColumnKind.Text, value => Unknown with { Key = new RecordKey("", (string)value!) }),
        new("Frame", "frame", ColumnKind.Number, value => Unknown with { Key = new RecordKey("", "", (int)(long)value!) }),
        new("Source", "source", ColumnKind.Text, value => Unknown with { Key = new RecordKey((string)value!, "") }),
        new("Added", "added", ColumnKind.Moment, value => Unknown with { Added = RecordRow.ReadTime((long)value!) }),
        new("LastSigned", "ifnull(last_signed, added)", ColumnKind.Moment, value => Unknown with { LastSigned = RecordRow.ReadTime((long)value!) }),
        new("LastWriteTime", "last_write", ColumnKind.Moment, value => With(new() { LastWriteTime = value is long ticks ? RecordRow.ReadTime(ticks) : null })),
        new("Length", "length", ColumnKind.Number, value => With(new() { Length = (long?)value })),
        new("ContentHash", "content_hash", ColumnKind.Other, value => With(new() { ContentHash = RecordRow.ToHex(value) })),
        new("Width", "width", ColumnKind.Number, value => With(new() { Width = (int?)(long?)value })),
        new("Height", "height", ColumnKind.Number, value => With(new() { Height = (int?)(long?)value })),
        new("Format", "format", ColumnKind.Text, value => With(new() { Format = value is string name ? RecordRow.ToFormat(name) : null })),
        new("IsFeatureless", "signature", ColumnKind.Other, WithSignature),
        new("IsWeak", "signature", ColumnKind.Other, WithSignature),
        new("Detail", "signature", ColumnKind.Other, WithSignature),
        new("Metadata", "metadata", ColumnKind.Other, value => Unknown with { Metadata = value is string text ? MetadataText.Read(text) : null }),
    ];

    /// <summary>The column of a comparison.</summary>
    public static RecordColumn Of(Comparison comparison) =>
        All.First(column => column.Property.Equals(comparison.Property[0], StringComparison.OrdinalIgnoreCase));

    /// <summary>The one column that all of a filter asks for; null where there are several, or none.</summary>
    public static RecordColumn? Single(RecordFilter filter)
    {
        switch (filter)
        {
            case Comparison comparison:
                return Of(comparison);
            case Not not:
                return Single(not.Condition);
            case AllOf all:
                return Single(all.Conditions);
            case AnyOf any:
                return Single(any.Conditions);
            default:
                return null;
        }
    }

    /// <summary>Whether SQLite compares the column with a constant as the evaluator does: their letters agree about case in ASCII alone.</summary>
    public bool CanCompare(Comparison comparison) => Kind != ColumnKind.Other && (comparison.Value.ValueKind, Kind) switch
    {
        (JsonValueKind.Null, _) => true,
        (JsonValueKind.Number, ColumnKind.Number) => comparison.Value.TryGetInt64(out _),
        (JsonValueKind.String, ColumnKind.Moment) => ReadDate(comparison.Value) is not null,
        (JsonValueKind.String, ColumnKind.Text) =>
            comparison.Operator == FilterOperator.Equal && comparison.Value.GetRawText().All(char.IsAscii) && comparison.Value.GetString()!.All(char.IsAscii) && ReadDate(comparison.Value) is null,
        _ => false,
    };

    /// <summary>A constant as the column holds it.</summary>
    public object? ToValue(JsonElement constant) => (constant.ValueKind, Kind) switch
    {
        (JsonValueKind.Null, _) => null,
        (_, ColumnKind.Number) => constant.GetInt64(),
        (_, ColumnKind.Moment) => ReadDate(constant)!.Value.UtcTicks,
        _ => constant.GetString(),
    };

    /// <summary>What makes SQLite compare as a comparison asks for.</summary>
    public string Collation(Comparison comparison) => Kind == ColumnKind.Text && !comparison.CaseSensitive ? " COLLATE NOCASE" : "";

    private static RecordColumn? Single(IReadOnlyList<RecordFilter> conditions)
    {
        RecordColumn?[] columns = [.. conditions.Select(Single).Distinct().Take(2)];
        return columns is [var only] ? only : null;
    }

    private static DateTimeOffset? ReadDate(JsonElement text) => RecordFilterEvaluator.ReadDate(text.GetString()!);

    private static MatchRecord WithSignature(object? value) => Unknown with { Signature = SignatureBytes.Read((byte[])value!) };

    private static MatchRecord With(FileFacts facts) => Unknown with { Facts = facts };
}
