using ImageMatch.Explanations;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests;

public class MatchExplanationTests
{
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
        var window = PictureWindow.Parse("10-90/10-90");
        SignedPicture asked = TestRecords.Signed(TestRecords.Signature(3)) with
        {
            AskedWindows = [new OrientedSignature(TestRecords.Near(5, 20), Orientation.Unchanged, window)],
        };

        MatchExplanation explanation = MatchExplanation.Of(TestRecords.Signed(TestRecords.Signature(5)), asked, new SearchExplanationOptions());

        Assert.Equal(new MatchedWindows(window, null), explanation.Window);
        Assert.Empty(explanation.LostBy);
        Assert.NotEmpty(explanation.SharedCodes!);
        Assert.True(explanation.Comparison.OrientedDistance > 0.45);
    }

    private static SearchStage LostBy(MatchExplanation explanation, SearchedStore store) => explanation.LostBy.Single(step => step.Store == store).Stage;

    private static MatchExplanation Explain(Signature reference, Signature difference, SearchExplanationOptions? options = null) =>
        MatchExplanation.Of(TestRecords.Signed(reference), TestRecords.Signed(difference), options ?? new SearchExplanationOptions());
}
