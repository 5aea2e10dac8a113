using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>What filters mean, as a table of filters and the records that pass: the same for every store.</summary>
public static class FilterTable
{
    /// <summary>The records that the filters choose from, by path.</summary>
    public static IReadOnlyList<RecordDraft> Drafts { get; } =
    [
        Draft("/array.jpg", """{"rights": ["Press", "Web"], "n": [1, 5], "nested": [{"key": "deep"}, {"key": 7}]}"""),
        Draft("/date.jpg", """{"taken": "2024-05-01T10:00:00+02:00", "rights": "none"}"""),
        Draft("/day.jpg", """{"taken": "2024-05-02"}"""),
        Draft("/empty.jpg", """{"rights": [], "o": {}}"""),
        Draft("/none.jpg", null),
        Draft("/null.jpg", """{"rights": null, "n": null, "a": [null]}"""),
        Draft("/number.jpg", """{"rights": "press", "n": 5, "big": 12345678901234567890, "exact": 0.1}"""),
        Draft("/quote.jpg", """{"rights": "it's \"so\" 100%_*", "it's a.key": 1, "$": {"": "empty key"}}"""),
        Draft("/scalar.jpg", "\"press\""),
        Draft("/text.jpg", """{"rights": "PRESS", "n": "5", "flag": true, "nested": {"key": "Über"}}"""),
        new RecordDraft
        {
            Key = new RecordKey("", "/Very/Large.PNG"),
            Signed = TestRecords.Signed(TestRecords.Signature(1)) with
            {
                Facts = new FileFacts
                {
                    Length = 9_000_000_000,
                    LastWriteTime = new DateTimeOffset(2019, 7, 1, 12, 0, 0, TimeSpan.FromHours(2)),
                    ContentHash = "00112233445566778899aabbccddeeff",
                    Width = 10_000,
                    Height = 20,
                    Format = ImageFormat.Png,
                },
            },
            Added = new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero),
        },
        new RecordDraft
        {
            Key = new RecordKey("", "/bare.jpg", 3),
            Signed = TestRecords.Signed(new Signature(new sbyte[SignatureOptions.Default.ValueCount])) with { Facts = new FileFacts(), Signer = null },
            Added = new DateTimeOffset(2020, 1, 2, 3, 4, 6, TimeSpan.Zero),
        },
    ];

    /// <summary>The rows.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [
        // Text, case, arrays.
        new("rights eq press", Metadata("rights", FilterOperator.Equal, "\"press\""), "array number text"),
        new("rights ceq press", Metadata("rights", FilterOperator.Equal, "\"press\"") with { CaseSensitive = true }, "number"),
        new("RIGHTS ceq Press", Metadata("RIGHTS", FilterOperator.Equal, "\"Press\"") with { CaseSensitive = true }, "array"),
        new("rights ne press", new Not(Metadata("rights", FilterOperator.Equal, "\"press\"")), "date day empty none null quote scalar /Very/Large.PNG bare"),
        new("rights in", Metadata("rights", FilterOperator.In, "[\"WEB\", \"none\", 3]"), "array date"),
        new("rights in nothing", Metadata("rights", FilterOperator.In, "[]"), ""),
        new("rights in null", Metadata("rights", FilterOperator.In, "[null, \"none\"]"), "date day empty none null scalar /Very/Large.PNG bare"),
        new("nested key", Metadata("nested.key", FilterOperator.Equal, "\"über\""), "text"),
        new("nested key in array", Metadata("nested.key", FilterOperator.Equal, "\"DEEP\""), "array"),
        new("nested number in array", Metadata("nested.key", FilterOperator.LessThan, "8"), "array"),
        new("root scalar", new Comparison(["metadata"], FilterOperator.Equal, TestRecords.Json("\"Press\"")), "scalar"),

        // Null.
        new("rights eq null", Metadata("rights", FilterOperator.Equal, "null"), "day empty none null scalar /Very/Large.PNG bare"),
        new("n ne null", new Not(Metadata("n", FilterOperator.Equal, "null")), "array number text"),
        new("array of null", new Not(Metadata("a", FilterOperator.Equal, "null")), ""),
        new("object without values", new Not(Metadata("o", FilterOperator.Equal, "null")), ""),
        new("object with values", new Not(Metadata("nested", FilterOperator.Equal, "null")), "array text"),
        new("missing nested", new Not(Metadata("nested.key.deeper", FilterOperator.Equal, "null")), ""),
        new("n gt null", Metadata("n", FilterOperator.GreaterThan, "null"), ""),
        new("n ge null", Metadata("n", FilterOperator.GreaterOrEqual, "null"), ""),
        new("length eq null", Fact("Length", FilterOperator.Equal, "null"), "bare"),

        // Numbers, and numbers against text.
        new("n eq 5", Metadata("n", FilterOperator.Equal, "5.0"), "array number"),
        new("n eq text 5", Metadata("n", FilterOperator.Equal, "\"5\""), "text"),
        new("n gt 4", Metadata("n", FilterOperator.GreaterThan, "4"), "array number"),
        new("n ge 5", Metadata("n", FilterOperator.GreaterOrEqual, "5"), "array number"),
        new("n lt 5", Metadata("n", FilterOperator.LessThan, "5"), "array"),
        new("n le 1", Metadata("n", FilterOperator.LessOrEqual, "1"), "array"),
        new("n gt text", Metadata("n", FilterOperator.GreaterThan, "\"4\""), "text"),
        new("n like", Metadata("n", FilterOperator.Like, "\"5*\""), "text"),
        new("fraction", Metadata("exact", FilterOperator.Equal, "1e-1"), "number"),
        new("large", Metadata("big", FilterOperator.GreaterThan, "12345678901234560000"), "number"),
        new("flag eq true", Metadata("flag", FilterOperator.Equal, "true"), "text"),
        new("flag eq false", Metadata("flag", FilterOperator.Equal, "false"), ""),
        new("flag eq 1", Metadata("flag", FilterOperator.Equal, "1"), ""),
        new("flag eq text", Metadata("flag", FilterOperator.Equal, "\"true\""), ""),

        // Dates.
        new("taken at a moment", Metadata("taken", FilterOperator.Equal, "\"2024-05-01T08:00:00Z\""), "date"),
        new("taken before", Metadata("taken", FilterOperator.LessThan, "\"2024-05-01T08:00:00.001Z\""), "date"),
        new("taken since", Metadata("taken", FilterOperator.GreaterOrEqual, "\"2024-05-02T00:00:00.0000000Z\""), "day"),
        new("added before", Fact("Added", FilterOperator.LessThan, "\"2020-01-02T03:04:06Z\""), "/Very/Large.PNG"),
        new("added at", Fact("added", FilterOperator.Equal, "\"2020-01-02T04:04:06+01:00\""), "bare"),

        // Wildcards.
        new("rights like", Metadata("rights", FilterOperator.Like, "\"pr*s\""), "array number text"),
        new("rights clike", Metadata("rights", FilterOperator.Like, "\"PR*\"") with { CaseSensitive = true }, "text"),
        new("rights like set", Metadata("rights", FilterOperator.Like, "\"[w-x]e?\""), "array"),
        new("rights notlike", new Not(Metadata("rights", FilterOperator.Like, "\"*e*\"")), "day empty none null quote scalar /Very/Large.PNG bare"),
        new("rights like escaped", Metadata("rights", FilterOperator.Like, "\"*100%_`*\""), "quote"),
        new("rights like percent", Metadata("rights", FilterOperator.Like, "\"%\""), ""),

        // Quotes and keys that mean something elsewhere.
        new("quotes", Metadata("rights", FilterOperator.Equal, "\"it's \\\"so\\\" 100%_*\""), "quote"),
        new("hostile key", new Comparison(["Metadata", "it's a.key"], FilterOperator.Equal, TestRecords.Json("1")), "quote"),
        new("empty key", new Comparison(["Metadata", "$", ""], FilterOperator.Equal, TestRecords.Json("\"empty key\"")), "quote"),
        new("injection", Metadata("rights", FilterOperator.Equal, "\"' OR 1=1 --\""), ""),

        // Properties of the file.
        new("path eq", Fact("Path", FilterOperator.Equal, "\"/very/large.png\""), "/Very/Large.PNG"),
        new("path ceq", Fact("Path", FilterOperator.Equal, "\"/very/large.png\"") with { CaseSensitive = true }, ""),
        new("path like", Fact("path", FilterOperator.Like, "\"/very/*\""), "/Very/Large.PNG"),
        new("length gt", Fact("Length", FilterOperator.GreaterThan, "12345"), "/Very/Large.PNG"),
        new("length text", Fact("Length", FilterOperator.Equal, "\"12345\""), ""),
        new("width", Fact("Width", FilterOperator.GreaterOrEqual, "641"), "/Very/Large.PNG"),
        new("height", Fact("Height", FilterOperator.LessThan, "480"), "/Very/Large.PNG"),
        new("format in", Fact("Format", FilterOperator.In, "[\"gif\", \"PNG\"]"), "/Very/Large.PNG"),
        new("format like", Fact("Format", FilterOperator.Like, "\"p?g\""), "/Very/Large.PNG"),
        new("format eq null", Fact("Format", FilterOperator.Equal, "null"), "bare"),
        new("width ne", new Not(Fact("Width", FilterOperator.Equal, "640")), "/Very/Large.PNG bare"),
        new("width fraction", Fact("Width", FilterOperator.Equal, "640.5"), ""),
        new("height between fractions", new AllOf([Fact("Height", FilterOperator.GreaterThan, "19.5"), Fact("Height", FilterOperator.LessThan, "20.5")]), "/Very/Large.PNG"),
        new("length beyond a whole number", Fact("Length", FilterOperator.LessThan, "1e300"), "array date day empty none null number quote scalar text /Very/Large.PNG"),
        new("written", Fact("LastWriteTime", FilterOperator.Equal, "\"2019-07-01T10:00:00Z\""), "/Very/Large.PNG"),
        new("written before a day", Fact("LastWriteTime", FilterOperator.LessThan, "\"2019-07-02\""), "/Very/Large.PNG"),
        new("written eq null", new Not(Fact("LastWriteTime", FilterOperator.Equal, "null")), "/Very/Large.PNG"),
        new("written against no date", Fact("LastWriteTime", FilterOperator.GreaterThan, "\"2018\""), "/Very/Large.PNG"),
        new("hash", Fact("ContentHash", FilterOperator.Equal, "\"00112233445566778899AABBCCDDEEFF\""), "/Very/Large.PNG"),
        new("hash ceq", Fact("ContentHash", FilterOperator.Equal, "\"00112233445566778899AABBCCDDEEFF\"") with { CaseSensitive = true }, ""),
        new("hash like", Fact("ContentHash", FilterOperator.Like, "\"0011*\""), "/Very/Large.PNG"),
        new("frame", Fact("Frame", FilterOperator.GreaterThan, "0"), "bare"),
        new("source", new Not(Fact("Source", FilterOperator.Equal, "\"elsewhere\"")), "array date day empty none null number quote scalar text /Very/Large.PNG bare"),
        new("featureless", Fact("IsFeatureless", FilterOperator.Equal, "true"), "bare"),
        new("no such id", Fact("Id", FilterOperator.In, "[\"gone\", \"' OR 1=1 --\"]"), ""),
        new("format", Fact("Format", FilterOperator.Equal, "\"png\""), "/Very/Large.PNG"),

        // Letters beyond ASCII.
        new("letters beyond ASCII", Metadata("nested.key", FilterOperator.Equal, "\"\u00DCBER\""), "text"),
        new("letters beyond ASCII like", Metadata("nested.key", FilterOperator.Like, "\"\u00FC*\""), "text"),

        // Of the signature.
        new("detail", Fact("Detail", FilterOperator.LessThan, "0.1"), "bare"),
        new("weak", Fact("isweak", FilterOperator.Equal, "true"), "bare"),

        // Together.
        new("not and", new Not(new AllOf([Metadata("n", FilterOperator.Equal, "5"), Fact("Width", FilterOperator.Equal, "640")])), "date day empty none null quote scalar text /Very/Large.PNG bare"),
        new("or with a fact", new AnyOf([Metadata("n", FilterOperator.Equal, "5"), Fact("Length", FilterOperator.Equal, "9000000000")]), "array number /Very/Large.PNG"),
        new("and", new AllOf([Metadata("rights", FilterOperator.Equal, "\"press\""), Metadata("n", FilterOperator.Equal, "5")]), "array number"),
        new("or", new AnyOf([Metadata("flag", FilterOperator.Equal, "true"), Fact("Width", FilterOperator.Equal, "10000")]), "text /Very/Large.PNG"),
        new("and nothing", new AllOf([]), "array date day empty none null number quote scalar text /Very/Large.PNG bare"),
        new("or nothing", new AnyOf([]), ""),
        new("not not", new Not(new Not(Metadata("n", FilterOperator.Equal, "5"))), "array number"),
    ];

    /// <summary>The names of the rows, for theories.</summary>
    public static TheoryData<string> Names { get; } = [.. Rows.Select(row => row.Name)];

    private static RecordDraft Draft(string path, string? metadata)
    {
        RecordDraft draft = TestRecords.Draft(path, path.Length);
        return metadata is null ? draft : draft.With(metadata);
    }

    private static Comparison Metadata(string keys, FilterOperator comparison, string json) =>
        new(["Metadata", .. keys.Split('.')], comparison, TestRecords.Json(json));

    private static Comparison Fact(string property, FilterOperator comparison, string json) => new([property], comparison, TestRecords.Json(json));

    /// <summary>A filter and the paths of the records that pass; names stand for /name.jpg.</summary>
    public sealed record Row(string Name, RecordFilter Filter, string Passing)
    {
        /// <summary>The paths, in their order.</summary>
        public IEnumerable<string> Expected => Passing
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.StartsWith('/') ? name : $"/{name}.jpg")
            .Order(StringComparer.Ordinal);
    }
}
