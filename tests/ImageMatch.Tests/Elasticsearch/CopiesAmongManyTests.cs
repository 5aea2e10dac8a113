using ImageMatch.Stores;
using Xunit.Abstractions;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>What a cluster is for: copies are found among many, exactly or by candidates. Once, on one engine: filling the stores takes a minute.</summary>
[Trait("Size", "Large")]
public sealed class CopiesAmongManyTests(ManyRecords records, ITestOutputHelper output) : IClassFixture<ManyRecords>
{
    private const int Block = 50;

    [SkippableFact]
    public void An_exact_search_finds_what_the_store_in_a_file_finds_with_the_same_distances_and_scores()
    {
        (string, double, int)[][] inFile = [.. Search(records.InFile, exact: false).Select(Facts)];
        (string, double, int)[][] onCluster = [.. Search(records.OnCluster, exact: true).Select(Facts)];

        Assert.Equal(900, inFile.Length);
        Assert.All(inFile.Zip(onCluster), pair => Assert.Equal(pair.First, pair.Second));

        static (string, double, int)[] Facts(SearchAnswer answer) => [.. answer.Hits.Select(hit => (hit.Record.Key.Path, hit.Distance, hit.Score))];
    }

    [SkippableFact]
    public void Candidates_by_codes_hold_nearly_all_matches_and_more_than_those_by_the_words_of_image_match()
    {
        SearchAnswer[] exact = Search(records.OnCluster, exact: true);
        HashSet<string>[] byCodes = [.. Search(records.OnCluster, exact: false).Select(answer => answer.Hits.Select(hit => hit.Record.Id).ToHashSet())];
        HashSet<string>[] byWords = [.. records.Copies.Select(query => records.Index.Search(query.Signatures[0].Signature).Keys.ToHashSet())];

        (double near, double nearByWords) = Recall("up to a distance of 0.4", distance => distance < 0.4);
        (double far, double farByWords) = Recall("from there to 0.45", distance => distance >= 0.4);
        Assert.InRange(near, 0.99, 1);
        Assert.InRange(far, 0.9, 1);
        Assert.InRange(nearByWords, 0, near);
        Assert.InRange(farByWords, 0, far);

        (double ByCodes, double ByWords) Recall(string range, Predicate<double> isIn)
        {
            (int Query, string Id)[] matches = [.. exact.SelectMany((answer, i) => answer.Hits.Where(hit => isIn(hit.Distance)).Select(hit => (i, hit.Record.Id)))];
            double codes = matches.Average(match => byCodes[match.Query].Contains(match.Id) ? 1.0 : 0);
            double words = matches.Average(match => byWords[match.Query].Contains(match.Id) ? 1.0 : 0);
            output.WriteLine($"Of {matches.Length} matches {range}, among {ManyRecords.Others:N0} records, {codes:F3} are found by codes, {words:F3} by image_match's words.");
            return (codes, words);
        }
    }

    [SkippableFact]
    public void Too_few_candidates_are_said_with_the_share_that_was_measured()
    {
        SearchAnswer answer = records.OnCluster.Search([records.Copies[0] with { CandidateLimit = 1 }])[0];

        Assert.Contains("(about 25 % of them): of 200300 records the 1 that share most were compared", answer.Warning, StringComparison.Ordinal);
        Assert.NotNull(answer.LowestScore);
    }

    private SearchAnswer[] Search(ISignatureStore store, bool exact) =>
        [.. records.Copies.Chunk(Block).SelectMany(some => store.Search(Array.ConvertAll(some, query => query with { Exact = exact })))];
}
