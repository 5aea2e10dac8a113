using ImageMatch.Explanations;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests;

public class MatchExplanationTests
{
    private static readonly PictureWindow Window = PictureWindow.Parse("10-90/10-90");

    [Fact]
    public void A_near_pair_is_lost_nowhere_and_its_cells_add_up_to_the_whole_difference()
    {
        MatchExplanation explanation = Explain(TestRecords.Signature(1), TestRecords.Near(1, 20));

        Assert.Empty(explanation.LostBy);
        Assert.Equal(1, explanation.Cells.Sum(cell => cell.Share), 9);
        Assert.All(explanation.Cells, cell => Assert.NotEqual(cell.Reference, cell.Difference));
        Assert.Equal(explanation.Cells.Select(cell => cell.Share).OrderDescending(), explanation.Cells.Select(cell => cell.Share));
        Assert.Equal(explanation.Comparison.Score, explanation.SharedWords.Count);
        Assert.NotEmpty(explanation.SharedCodes!);
    }

    [Fact]
    public void An_unrelated_pair_is_lost_by_its_distance_and_on_a_cluster_before_by_sharing_nothing()
    {
        MatchExplanation explanation = Explain(TestRecords.Signature(1), TestRecords.Signature(3), new SearchExplanationOptions { AllOrientations = true });

        Assert.Equal(SearchStage.Cutoff, LostBy(explanation, SearchedStore.Sqlite));
        Assert.Equal(SearchStage.SharedTerms, LostBy(explanation, SearchedStore.ImageMatchIndex));
    }

    [Fact]
    public void A_turned_pair_is_lost_by_its_orientation_unless_all_are_asked_for()
    {
        Signature turned = TestRecords.Signature(1).Permuted(Orientation.Rotated90, SignatureOptions.Default);

        MatchExplanation explanation = Explain(TestRecords.Signature(1), turned);
        Assert.Equal(Orientation.Rotated90, explanation.Comparison.Orientation);
        Assert.Equal([SearchStage.Orientation], explanation.LostBy.Select(step => step.Stage).Distinct());
        Assert.Empty(Explain(TestRecords.Signature(1), turned, new SearchExplanationOptions { AllOrientations = true }).LostBy);
    }

    [Fact]
    public void Filter_cut_off_and_missing_features_are_named()
    {
        Assert.Equal(SearchStage.Filter, LostBy(Explain(TestRecords.Signature(1), TestRecords.Signature(1), new() { PassesFilter = false }), SearchedStore.Sqlite));
        Assert.Equal(SearchStage.Cutoff, LostBy(Explain(TestRecords.Signature(1), TestRecords.Near(1, 40), new() { DistanceCutoff = 0.01 }), SearchedStore.Sqlite));
        Assert.Equal(SearchStage.Featureless, LostBy(Explain(TestRecords.Signature(1), new Signature(new sbyte[648])), SearchedStore.Elasticsearch));
    }

    [Fact]
    public void A_pair_that_matches_through_a_window_is_explained_by_it()
    {
        MatchExplanation explanation = MatchExplanation.Of(TestRecords.Signed(TestRecords.Signature(5)), Asking(3, TestRecords.Near(5, 20)), new SearchExplanationOptions());

        Assert.Equal(new MatchedWindows(Window, null), explanation.Window);
        Assert.True(explanation.IsThroughWindow);
        Assert.Empty(explanation.LostBy);
        Assert.NotEmpty(explanation.SharedCodes!);
        Assert.True(explanation.Comparison.OrientedDistance > 0.45);
    }

    [Fact]
    public void The_nearest_windows_are_named_though_they_do_not_match()
    {
        MatchExplanation explanation = MatchExplanation.Of(TestRecords.Signed(TestRecords.Signature(5)), Asking(3, TestRecords.Signature(4)), new SearchExplanationOptions());

        Assert.Equal(new MatchedWindows(Window, null), explanation.Window);
        Assert.Equal(SignatureDistance.Between(TestRecords.Signature(5), TestRecords.Signature(4)), explanation.WindowDistance);
        Assert.False(explanation.IsThroughWindow);
        Assert.Contains($"nor that of their nearest windows ({explanation.Window})", explanation.LostBy[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_of_image_match_has_no_stored_windows_and_is_asked_by_windows_of_its_kind()
    {
        SignatureProfile full = SignatureProfile.Default with { CropTolerance = CropTolerance.Full };
        SignedPicture stored = TestRecords.Signed(TestRecords.Signature(5), full) with { Windows = [new StoredWindow(1, TestRecords.Signature(3))] };
        SignedPicture asked = Asking(3, TestRecords.Signature(4)) with { Profile = full };

        MatchExplanation explanation = MatchExplanation.Of(stored, asked, new SearchExplanationOptions());
        Assert.Equal(0, explanation.WindowDistance);
        Assert.Equal([SearchedStore.ImageMatchIndex], explanation.LostBy.Select(step => step.Store));

        var plain = new SearchExplanationOptions { PlainDifference = Asking(3, TestRecords.Near(5, 20)) };
        Assert.Empty(MatchExplanation.Of(stored, asked, plain).LostBy);
    }

    [Theory]
    [InlineData(null, StepOutcome.Passes)]
    [InlineData(2, StepOutcome.Passes)]
    [InlineData(63, StepOutcome.Loses)]
    public void The_index_in_use_says_whether_a_pair_is_among_its_candidates(int? least, StepOutcome outcome)
    {
        var options = new SearchExplanationOptions { Index = new SearchedIndex(SearchedStore.Elasticsearch, new TestIndex(least)) };

        MatchExplanation explanation = Explain(TestRecords.Signature(1), TestRecords.Near(1, 20), options);

        Assert.InRange(explanation.SharedCodes!.Count, 3, 62);
        Assert.Equal(outcome, explanation.Steps.Single(step => step is { Store: SearchedStore.Elasticsearch, Stage: SearchStage.CandidateLimit }).Outcome);
        Assert.Equal(StepOutcome.Depends, explanation.Steps.Single(step => step is { Store: SearchedStore.ImageMatchIndex, Stage: SearchStage.CandidateLimit }).Outcome);
    }

    private static SignedPicture Asking(int seed, Signature window) =>
        TestRecords.Signed(TestRecords.Signature(seed)) with { AskedWindows = [new OrientedSignature(window, Orientation.Unchanged, Window)] };

    private static SearchStage LostBy(MatchExplanation explanation, SearchedStore store) => explanation.LostBy.Single(step => step.Store == store).Stage;

    private static MatchExplanation Explain(Signature reference, Signature difference, SearchExplanationOptions? options = null) =>
        MatchExplanation.Of(TestRecords.Signed(reference), TestRecords.Signed(difference), options ?? new SearchExplanationOptions());

    /// <summary>An index whose candidates share so many codes or more.</summary>
    private sealed class TestIndex(int? least) : ISignatureSearch
    {
        public IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default) =>
            [.. queries.Select(_ => new SearchAnswer([]) { LowestScore = least })];
    }
}
