using System.Text.Json;
using ImageMatch.Imaging;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>Adding, updating and removing.</summary>
public abstract partial class SignatureStoreContract
{
    [SkippableFact]
    public void Adding_a_key_again_updates_its_record()
    {
        MatchRecord first = Add(TestRecords.Draft("/a.jpg", 1).With("""{"n": 1}"""));

        AddOutcome outcome = Assert.Single(Store.Add([TestRecords.Draft("/a.jpg", 2)]));

        Assert.Equal(AddChange.Updated, outcome.Change);
        MatchRecord record = Assert.Single(Store.Get(new()));
        Assert.Equal(first.Id, record.Id);
        Assert.Equal(first.Added, record.Added);
        Assert.Equal(TestRecords.Signature(2), record.Signature);
        Assert.Equal("""{"n": 1}""", record.Metadata?.GetRawText());
        Assert.Equal(record.Id, outcome.Record!.Id);
    }

    [SkippableFact]
    public void Adding_what_is_there_changes_nothing()
    {
        RecordDraft draft = TestRecords.Draft("/a.jpg", 1).With("""{"n": 1}""");
        Add(draft);
        StorePosition before = Store.ChangesSince(default).Position;

        Assert.Equal(AddChange.Unchanged, Assert.Single(Store.Add([draft])).Change);
        Assert.Equal(AddChange.Unchanged, Assert.Single(Store.Add([draft with { Signed = null }])).Change);
        Assert.Equal(AddChange.Unchanged, Assert.Single(Store.Add([draft with { HasMetadata = false, Metadata = null }])).Change);
        Assert.Equal(before, Store.ChangesSince(default).Position);
    }

    [SkippableFact]
    public void New_facts_or_another_signer_are_an_update()
    {
        RecordDraft draft = TestRecords.Draft("/a.jpg", 1);
        Add(draft);
        SignedPicture signed = draft.Signed!;

        Assert.Equal(AddChange.Updated, Assert.Single(Store.Add([draft with { Signed = signed with { Facts = signed.Facts with { Length = 9 } } }])).Change);
        Assert.Equal(9, Find("/a.jpg")!.Facts.Length);
        Assert.Equal(AddChange.Updated, Assert.Single(Store.Add([draft with { Signed = signed with { Signer = new Signer(2, "libvips", "9") } }])).Change);
        Assert.Equal(new Signer(2, "libvips", "9"), Find("/a.jpg")!.Signer);
        Assert.Equal(12345, Find("/a.jpg")!.Facts.Length);
    }

    [SkippableFact]
    public void Metadata_is_replaced_when_given_and_kept_when_not()
    {
        RecordDraft draft = TestRecords.Draft("/a.jpg", 1);
        Add(draft.With("""{"n": 1}"""));

        Add(draft with { Signed = null, HasMetadata = true, Metadata = TestRecords.Json("[2]") });
        Assert.Equal("[2]", Find("/a.jpg")!.Metadata?.GetRawText());
        Assert.Equal(TestRecords.Signature(1), Find("/a.jpg")!.Signature);

        Add(TestRecords.Draft("/a.jpg", 2));
        Assert.Equal("[2]", Find("/a.jpg")!.Metadata?.GetRawText());

        Add(draft.With(null));
        Assert.Null(Find("/a.jpg")!.Metadata);
    }

    [SkippableFact]
    public void Keys_differ_by_path_frame_and_source()
    {
        RecordKey[] keys = [new("", "/a.jpg"), new("", "/A.jpg"), new("", "/a.jpg", 1), new("pc", "/a.jpg"), new("", "http://h/a.jpg"), new("", "a.jpg")];
        Store.Add([.. keys.Select((key, i) => TestRecords.Draft("/", i) with { Key = key })]);

        Assert.Equal(keys.Length, Store.Describe().Count);
        IReadOnlyList<MatchRecord?> found = Store.Find([.. keys, new("", "/b.jpg")]);
        Assert.Null(found[^1]);
        Assert.Equal(keys, found.SkipLast(1).Select(record => record!.Key));
    }

    [SkippableFact]
    public void Windows_shaped_paths_are_one_key_whatever_their_case_and_slashes()
    {
        MatchRecord first = Add(TestRecords.Draft(@"C:\Scans\Über.jpg", 1));

        Assert.Equal(first.Id, Add(TestRecords.Draft("c:/scans/üBER.JPG", 2)).Id);
        Assert.Equal(first.Id, Find(@"C:\SCANS\ÜBER.JPG")!.Id);
        Assert.Equal(@"C:\Scans\Über.jpg", Find(@"C:\SCANS\ÜBER.JPG")!.Key.Path);
        Assert.NotEqual(first.Id, Add(TestRecords.Draft(@"\\server\scans\über.jpg", 1)).Id);
    }

    [SkippableFact]
    public void AsNew_stores_another_record_and_later_updates_go_to_the_newest()
    {
        RecordDraft draft = TestRecords.Draft("/a.jpg", 1);
        MatchRecord first = Add(draft);
        MatchRecord second = Add(draft with { AsNew = true });
        Assert.NotEqual(first.Id, second.Id);

        Assert.Equal(second.Id, Add(TestRecords.Draft("/a.jpg", 2)).Id);
        Assert.Equal(second.Id, Find("/a.jpg")!.Id);
        Assert.Equal([first.Id, second.Id], Store.Get(new()).Select(record => record.Id));
        Assert.Equal(TestRecords.Signature(1), Store.Get(new() { Ids = [first.Id] }).Single().Signature);
    }

    [SkippableFact]
    public void A_key_twice_in_a_batch_is_as_if_one_came_after_the_other()
    {
        IReadOnlyList<AddOutcome> outcomes = Store.Add(
            [TestRecords.Draft("/a.jpg", 1).With("1"), TestRecords.Draft("/b.jpg", 2), TestRecords.Draft("/a.jpg", 3), TestRecords.Draft("/a.jpg", 3)]);

        Assert.Equal([AddChange.Added, AddChange.Added, AddChange.Updated, AddChange.Unchanged], outcomes.Select(outcome => outcome.Change));
        MatchRecord record = Find("/a.jpg")!;
        Assert.Equal(TestRecords.Signature(3), record.Signature);
        Assert.Equal("1", record.Metadata?.GetRawText());
        Assert.Equal(2, Store.Describe().Count);
    }

    [SkippableFact]
    public void Ids_and_times_of_another_store_are_kept()
    {
        var added = new DateTimeOffset(2019, 5, 6, 7, 8, 9, TimeSpan.Zero);
        RecordDraft draft = TestRecords.Draft("/a.jpg", 1) with { Id = "AVxK-Nem9Tc_bJgu", Added = added };
        Add(draft);
        Add(draft with { Id = "another" });

        Assert.Equal(["AVxK-Nem9Tc_bJgu", "another"], Store.Get(new()).Select(record => record.Id).Order(StringComparer.Ordinal));
        Assert.Equal(added, Store.Get(new() { Ids = ["AVxK-Nem9Tc_bJgu"] }).Single().Added);
        StorePosition before = Store.ChangesSince(default).Position;
        Assert.Equal(AddChange.Unchanged, Assert.Single(Store.Add([draft])).Change);
        Assert.Equal(before, Store.ChangesSince(default).Position);
        Assert.Equal(AddChange.Updated, Assert.Single(Store.Add([(draft with { Signed = null }).With("""{"n": 1}""")])).Change);

        AddOutcome refused = Assert.Single(Store.Add([draft with { Key = new RecordKey("", "/b.jpg"), Added = added.AddTicks(1) }]));
        Assert.Equal(StoreError.RecordRefused, refused.Error?.Error);
        Assert.Contains("/b.jpg", refused.Error!.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_record_without_a_time_is_kept_without_one()
    {
        RecordDraft draft = TestRecords.Draft("/a.jpg", 1) with { Id = "of-old", Added = default(DateTimeOffset) };

        Assert.Equal(AddChange.Added, Assert.Single(Store.Add([draft])).Change);
        Assert.Equal(AddChange.Unchanged, Assert.Single(Store.Add([draft])).Change);

        Assert.Equal(default, Store.Get(new()).Single().Added);
    }

    [SkippableFact]
    public void A_refused_draft_leaves_the_others_of_its_batch_alone()
    {
        RecordDraft good = TestRecords.Draft("/good.jpg", 1);
        SignatureProfile other = SignatureProfile.Default with { Transparency = Transparency.Ignore };
        RecordDraft[] bad =
        [
            good with { Key = new RecordKey("", "") },
            good with { Key = new RecordKey("", "/a\0b.jpg") },
            good with { Key = new RecordKey("", "/a\ud800b.jpg") },
            good with { Key = new RecordKey("", "/a.jpg", -1) },
            good with { Key = new RecordKey("", "/unknown.jpg"), Signed = null, HasMetadata = true },
            good with { Signed = null, AsNew = true },
            good with { Signed = TestRecords.Signed(TestRecords.Signature(1), other) },
            good with { Signed = TestRecords.Signed(new([1, -1])) },
            good with { HasMetadata = true, Metadata = default(JsonElement) },
            good with { Id = new string('x', 600) },
        ];

        IReadOnlyList<AddOutcome> outcomes = Store.Add([.. bad, good]);

        Assert.All(outcomes.SkipLast(1), outcome =>
        {
            Assert.Equal(AddChange.Failed, outcome.Change);
            Assert.Null(outcome.Record);
            Assert.Equal(StoreError.RecordRefused, outcome.Error?.Error);
        });
        Assert.Contains("Transparency", outcomes[6].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(AddChange.Added, outcomes[^1].Change);
        Assert.Equal(["/good.jpg"], Paths());
    }

    [SkippableTheory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("-0.0e+00")]
    [InlineData("12345678901234567890.123456789012345678901234567890")]
    [InlineData("\"quote \\\" ' \\u0000 \\ud83d\\ude42 🙂 ü\"")]
    [InlineData("\"half a pair \\ud800\"")]
    [InlineData("""{"": {"": [1, [2, {"a.b": null}]]}, "$.x": "'; DROP TABLE records; --", "a": 1, "a": 2}""")]
    [InlineData("{\"b\" :1,\n  \"a\":  [ ]}")]
    public void Metadata_comes_back_as_it_was_given(string json)
    {
        Add(TestRecords.Draft("/a.jpg", 1).With(json));

        Assert.Equal(json, Find("/a.jpg")!.Metadata?.GetRawText());
    }

    [SkippableFact]
    public void Metadata_of_records_is_set_by_id()
    {
        MatchRecord a = Add(TestRecords.Draft("/a.jpg", 1).With("1"));
        MatchRecord b = Add(TestRecords.Draft("/b.jpg", 2));

        var metadata = new Dictionary<string, JsonElement?> { [a.Id] = null, [b.Id] = TestRecords.Json("[1]"), ["gone"] = null };
        ChangeAnswer set = Store.SetMetadata(metadata);

        Assert.Equal(new HashSet<string> { a.Id, b.Id }, set.Ids.ToHashSet());
        Assert.Null(Find("/a.jpg")!.Metadata);
        Assert.Equal("[1]", Find("/b.jpg")!.Metadata?.GetRawText());
        Assert.Equal(TestRecords.Signature(2), Find("/b.jpg")!.Signature);
    }

    [SkippableFact]
    public void Removed_records_are_gone_and_their_keys_free()
    {
        MatchRecord a = Add(TestRecords.Draft("/a.jpg", 1).With("1"));
        Add(TestRecords.Draft("/b.jpg", 2));

        Assert.Equal([a.Id], Store.Remove([a.Id, "gone", a.Id]).Ids);
        Assert.Empty(Store.Remove([a.Id]).Ids);
        Assert.Equal(["/b.jpg"], Paths());
        Assert.Null(Find("/a.jpg"));

        MatchRecord again = Add(TestRecords.Draft("/a.jpg", 1));
        Assert.Equal(KeepsRemovals, a.Id != again.Id);
        Assert.Null(again.Metadata);
    }

    [SkippableFact]
    public void A_cancelled_batch_stores_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Store.Add([TestRecords.Draft("/a.jpg", 1)], cancellation.Token));
        Assert.Empty(Store.Get(new()));
    }
}
