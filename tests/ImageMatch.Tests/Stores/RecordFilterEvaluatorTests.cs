using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

public class RecordFilterEvaluatorTests
{
    [Theory]
    [MemberData(nameof(FilterTable.Names), MemberType = typeof(FilterTable))]
    public void A_filter_means_what_the_table_says(string name)
    {
        FilterTable.Row row = FilterTable.Rows.Single(row => row.Name == name);
        var evaluator = new RecordFilterEvaluator(row.Filter);

        Assert.Equal(row.Expected, FilterTable.Drafts.Select(ToRecord).Where(evaluator.Passes).Select(record => record.Key.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Colour", FilterOperator.Equal, "1", "Colour")]
    [InlineData("Path", FilterOperator.In, "\"a\"", "-in")]
    [InlineData("Path", FilterOperator.Like, "1", "-like")]
    [InlineData("Path", FilterOperator.Like, "\"[a\"", "[a")]
    [InlineData("Path", FilterOperator.Equal, "[1]", "compared with")]
    [InlineData("Path", FilterOperator.GreaterThan, "{}", "compared with")]
    public void What_has_no_meaning_is_refused_by_name(string property, FilterOperator comparison, string json, string part)
    {
        StoreException error = Assert.Throws<StoreException>(() => new RecordFilterEvaluator(new Comparison([property], comparison, TestRecords.Json(json))));

        Assert.Equal(StoreError.QueryRefused, error.Error);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_letter_beyond_ASCII_equals_one_of_ASCII_whatever_the_case()
    {
        string ascii = new([.. Enumerable.Range(1, 127).Select(code => (char)code)]);

        Assert.DoesNotContain(Enumerable.Range(128, char.MaxValue - 128), code => ascii.Contains(((char)code).ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Text_that_is_no_valid_Unicode_is_compared_as_it_stands()
    {
        MatchRecord record = ToRecord(TestRecords.Draft("/a.jpg", 1).With("""{"half \ud800": 1, "n": ["half \ud800", "b"]}"""));

        Assert.True(new RecordFilterEvaluator(new Comparison(["Metadata", "n"], FilterOperator.Equal, TestRecords.Json("\"b\""))).Passes(record));
        Assert.False(new RecordFilterEvaluator(new Comparison(["Metadata", "n"], FilterOperator.Equal, TestRecords.Json("\"c\""))).Passes(record));
    }

    private static MatchRecord ToRecord(RecordDraft draft) => new()
    {
        Id = "1",
        Key = draft.Key,
        Signature = draft.Signed!.Signature,
        Facts = draft.Signed.Facts,
        Metadata = draft.Metadata,
        Added = draft.Added ?? DateTimeOffset.UtcNow,
    };
}
