using CsCheck;
using ImageMatch.Duplicates;

namespace ImageMatch.Tests.Duplicates;

public class CompleteLinkTests
{
    /// <summary>Few different distances, so that many are equal.</summary>
    private static readonly Gen<PicturePair[]> Pairs =
        from count in Gen.Int[2, 12]
        from distances in Gen.Int[0, 5].Array[count * (count - 1) / 2]
        select (
            from second in Enumerable.Range(0, count)
            from first in Enumerable.Range(0, second)
            let distance = distances[(second * (second - 1) / 2) + first]
            where distance < 4
            select new PicturePair(first, second, distance / 10.0)).ToArray();

    [Fact]
    public void Groups_are_those_of_the_definition_in_whichever_order_pairs_come() => Pairs.Sample(pairs =>
    {
        List<int[]> plain = PlainGrouping.Group(12, pairs);
        Assert.Equal(plain, Group(pairs));
        Assert.Equal(plain, Group(pairs.Reverse()));
    });

    [Fact]
    public void A_chain_is_no_group()
    {
        PicturePair[] chain = [new(0, 1, 0.2), new(1, 2, 0.1), new(2, 3, 0.2)];
        Assert.Equal([[1, 2]], Group(chain));
    }

    [Fact]
    public void A_thousand_pictures_that_all_match_are_one_group()
    {
        var random = new Random(1);
        var pairs = (from second in Enumerable.Range(0, 1000) from first in Enumerable.Range(0, second) select new PicturePair(first, second, random.NextDouble())).ToList();
        Assert.Equal(Enumerable.Range(0, 1000), Assert.Single(CompleteLink.Group(pairs)));
    }

    private static List<int[]> Group(IEnumerable<PicturePair> pairs) =>
        [.. CompleteLink.Group([.. pairs]).Select(group => group.ToArray()).OrderBy(group => group[0])];
}
