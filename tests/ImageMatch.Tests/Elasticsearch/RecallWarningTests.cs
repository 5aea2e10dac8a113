using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>What a search by candidates says that it misses: as measured among 1,001,000 unrelated signatures, and in proportion where there are more records.</summary>
public sealed class RecallWarningTests
{
    private const long Measured = 1_000_000;

    [Fact]
    public void Codes_find_the_share_that_was_measured() => AssertShares(
        CandidateRecall.OfCodes,
        [
            (Measured, 100, [1, 1, 1, .996, .935]),
            (Measured, 300, [1, 1, 1, 1, .966]),
            (Measured, 1000, [1, 1, 1, 1, .979]),
            (100 * Measured, 1000, [1, 1, 1, .981, .811]),
            (100 * Measured, 100, [1, .998, .996, .910, .596]),
            (1000 * Measured, 1000, [1, .998, .996, .910, .596]),
            (1000 * Measured, 100, [1, .995, .963, .807, .425]),
        ]);

    [Fact]
    public void The_words_of_image_match_find_the_share_that_was_measured() => AssertShares(
        CandidateRecall.OfWords,
        [
            (Measured, 100, [.993, .912, .835, .653, .494]),
            (Measured, 300, [.994, .929, .879, .722, .541]),
            (Measured, 1000, [.998, .952, .918, .788, .616]),
            (100 * Measured, 1000, [.982, .851, .742, .531, .404]),
            (100 * Measured, 100, [.966, .761, .616, .417, .332]),
            (1000 * Measured, 100, [.935, .672, .520, .345, .297]),
        ]);

    [Fact]
    public void A_search_that_misses_more_than_a_tenth_near_its_cutoff_says_how_many_and_what_to_do()
    {
        Assert.Equal(
            "Matches near the cut-off 0.45 are likely missing (about 19 % of them): of 100000000 records the 1000 that share most were compared, "
            + "down to a score of 9. Use -Exact, or a larger -CandidateLimit.",
            Warn(0.45, Searched(CandidateRecall.OfCodes, 100 * Measured, 1000, 9)));
        Assert.Null(Warn(0.4, Searched(CandidateRecall.OfCodes, 100 * Measured, 1000, 9)));
        Assert.Null(Warn(0.45, Searched(CandidateRecall.OfCodes, Measured, 100, 4)));
        Assert.Contains("about 51 % of them): of 1000000 records the 100 that share most of image_match's words", Warn(0.45, Searched(CandidateRecall.OfWords, Measured, 100, 4)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_left_nothing_out_says_nothing_and_beyond_what_was_measured_no_share_is_named()
    {
        Assert.Null(Warn(0.45, Searched(CandidateRecall.OfWords, 90, 100, lowestScore: null)));
        Assert.StartsWith("Matches near the cut-off 0.6 are likely missing: of 1000000 records", Warn(0.6, Searched(CandidateRecall.OfCodes, Measured, 100, 4)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_index_of_both_kinds_the_worse_share_is_said() => Assert.Contains(
        "about 51 %",
        Warn(0.45, Searched(CandidateRecall.OfCodes, 100 * Measured, 1000, 9), Searched(CandidateRecall.OfWords, Measured, 100, 4)),
        StringComparison.Ordinal);

    private static void AssertShares(CandidateRecall recall, (long Records, int Candidates, double[] Shares)[] table)
    {
        double[] upper = [0.25, 0.3, 0.35, 0.4, 0.45];
        Assert.All(table, row => Assert.Equal(row.Shares, upper.Select(cutoff => Math.Round(recall.Near(cutoff, row.Candidates, row.Records)!.Value, 3))));
    }

    [Fact]
    public void Matches_through_windows_have_their_own_cutoff_and_number()
    {
        SearchedPool windows = Searched(CandidateRecall.OfCodes, 1600 * Measured, 1000, 9, isOfWindows: true);

        Assert.StartsWith(
            "Matches near the cut-off 0.41 are likely missing (about 44 % of them): of 1600000000 windows those of the 1000 pictures that share most were compared,",
            RecallWarning.Of(new MatchCutoffs(0.3, 0.41), [Searched(CandidateRecall.OfCodes, 100 * Measured, 1000, 9), windows]),
            StringComparison.Ordinal);
        Assert.Null(RecallWarning.Of(new MatchCutoffs(0.45, 0.3), [windows]));
    }

    [Fact]
    public void Where_the_last_candidate_still_matches_more_may_match()
    {
        SearchedPool pool = Searched(CandidateRecall.OfCodes, Measured, 100, 40);
        pool.IsCrowded = true;

        Assert.Equal(
            "More pictures may match: of 1000000 records the 100 that share most were compared, and the last of them still match. Use -Exact, or a larger -CandidateLimit.",
            Warn(0.45, pool));
    }

    private static string? Warn(double cutoff, params SearchedPool[] pools) => RecallWarning.Of(new MatchCutoffs(cutoff, cutoff), pools);

    private static SearchedPool Searched(CandidateRecall recall, long records, int limit, int? lowestScore, bool isOfWindows = false)
    {
        var pool = new SearchedPool(recall, limit, isOfWindows) { Records = records };
        if (lowestScore is { } score)
            pool.LeftOut(score);
        return pool;
    }
}
