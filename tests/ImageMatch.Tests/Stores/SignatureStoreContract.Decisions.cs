using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

public abstract partial class SignatureStoreContract
{
    private const string One = "00000000000000000000000000000001";
    private const string Two = "00000000000000000000000000000002";

    private static readonly MatchDecision NotAMatch = new()
    {
        Decision = DecisionKind.NotAMatch,
        ContentHash = One,
        OtherContentHash = Two,
        Path = "/a [1].jpg",
        OtherPath = "/ü.jpg",
        Note = "a burst\nof \"two\"",
        Decided = new DateTimeOffset(2025, 2, 3, 4, 5, 6, 789, TimeSpan.Zero),
    };

    private static readonly MatchDecision Kept = new() { Decision = DecisionKind.Keep, ContentHash = Two, Decided = NotAMatch.Decided };

    [SkippableFact]
    public void Decisions_come_back_whole_and_in_order()
    {
        Store.Decisions.Set([NotAMatch, Kept]);

        Assert.Equal([Kept, NotAMatch], Open().Decisions.Get());
        Assert.Equal(0, Store.Describe().Count);
    }

    [SkippableFact]
    public void A_decision_of_the_same_contents_replaces_the_other()
    {
        Store.Decisions.Set([NotAMatch, Kept]);
        Store.Decisions.Set([NotAMatch with { ContentHash = Two, OtherContentHash = One, Path = "/ü.jpg", OtherPath = "/b.jpg", Note = null }]);

        Assert.Equal([Kept, NotAMatch with { Path = "/b.jpg", Note = null }], Store.Decisions.Get());
    }

    [SkippableFact]
    public void Of_decisions_from_elsewhere_the_newer_count()
    {
        MatchDecision older = Kept with { Note = "older", Decided = Kept.Decided.AddDays(-1) };
        MatchDecision newer = Kept with { Note = "newer", Decided = Kept.Decided.AddDays(1) };
        Store.Decisions.Set([Kept]);

        Assert.Empty(Store.Decisions.Newer([older, Kept]));
        Assert.Equal([newer, NotAMatch], Store.Decisions.Newer([newer, NotAMatch, older]));
        Assert.Equal(["the same time"], Store.Decisions.Newer([Kept with { Note = "the same time" }]).Select(decision => decision.Note));
    }

    [SkippableFact]
    public void Decisions_that_make_no_sense_are_refused_and_nothing_is_written()
    {
        MatchDecision[] wrong =
        [
            Kept with { ContentHash = "no hash" },
            Kept with { OtherContentHash = One },
            NotAMatch with { OtherContentHash = null },
            NotAMatch with { OtherContentHash = One },
            Kept with { Note = new string('x', 40_000) },
        ];

        Assert.All(wrong, decision => Assert.Equal(
            StoreError.DecisionRefused, Assert.Throws<StoreException>(() => Store.Decisions.Set([Kept, decision])).Error));
        Assert.Empty(Store.Decisions.Get());
    }

    [SkippableFact]
    public void Removing_a_decision_tells_whether_it_was_there()
    {
        Assert.Empty(Store.Decisions.Remove([Kept.Key]));
        Store.Decisions.Set([NotAMatch, Kept]);

        Assert.Equal([NotAMatch.Key], Store.Decisions.Remove([NotAMatch.Key, "nothing"]));
        Assert.Empty(Store.Decisions.Remove([NotAMatch.Key]));
        Assert.Equal([Kept], Store.Decisions.Get());
    }

    [SkippableFact]
    public void Decisions_outlive_the_records_they_are_about()
    {
        MatchRecord record = Add(TestRecords.Draft("/a.jpg", 1) with { Signed = TestRecords.Signed(TestRecords.Signature(1), contentHash: One) });
        Store.Decisions.Set([MatchDecision.Keep(record, "the original")]);

        Store.Remove([record.Id]);

        MatchDecision decision = Assert.Single(Store.Decisions.Get());
        Assert.Equal((One, "/a.jpg", "the original"), (decision.ContentHash, decision.Path, decision.Note));
        Assert.InRange(decision.Decided, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }
}
