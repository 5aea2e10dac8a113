using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Scanning;

public class SignatureIndexTests
{
    private readonly SignatureIndex _index = new();

    [Fact]
    public void Search_returns_nothing_when_the_index_is_empty() =>
        Assert.Empty(Assert.Single(_index.Search([new ScanQuery([Of(1, 2)], 2)])));

    [Fact]
    public void A_signature_is_found_at_distance_0_until_it_is_removed()
    {
        _index.Set([(7, Of(1, 2, -1)), (8, Of(-1, -2, 1))]);

        Assert.Equal(new ScanHit(7, 0, 0), Assert.Single(Find(Of(1, 2, -1), 0.45)));

        _index.Remove([7, 99]);
        Assert.Empty(Find(Of(1, 2, -1), 0.45));
        Assert.Equal(1, _index.Count);
    }

    [Fact]
    public void Setting_a_number_again_replaces_its_signature()
    {
        _index.Set([(7, Of(1, 2, -1))]);
        _index.Set([(7, Of(2, 0, 0)), (7, Of(0, 0, 2))]);

        Assert.Equal(1, _index.Count);
        Assert.Empty(Find(Of(1, 2, -1), 0.1));
        Assert.Equal(new ScanHit(7, 0, 0), Assert.Single(Find(Of(0, 0, 2), 0.1)));
    }

    [Fact]
    public void The_cut_off_itself_is_no_hit()
    {
        _index.Set([(1, Of(2, 0)), (2, Of(0, 0)), (3, Of(-2, 0))]);

        Assert.Empty(Find(Of(2, 0), 0));
        Assert.Equal([1], Find(Of(2, 0), 1).Select(hit => hit.Number));
        Assert.Equal([0, 1, 1], Find(Of(2, 0), 1.5).OrderBy(hit => hit.Number).Select(hit => hit.Distance));
    }

    [Fact]
    public void A_featureless_signature_is_at_distance_1_from_everything()
    {
        _index.Set([(1, Of(0)), (2, Of(1))]);

        Assert.Equal([1, 1], Find(Of(0), double.PositiveInfinity).Select(hit => hit.Distance));
        Assert.Empty(Find(Of(0), 1));
    }

    [Fact]
    public void Each_number_comes_once_with_the_first_nearest_signature()
    {
        _index.Set([(1, Of(2, 1))]);

        var hits = _index.Search([new ScanQuery([Of(-2, -1), Of(2, 0), Of(2, 1), Of(2, 1)], 2)])[0];

        Assert.Equal([new ScanHit(1, 0, 2)], hits);
    }

    [Fact]
    public void A_limit_keeps_all_that_tie_with_the_last()
    {
        _index.Set([(1, Of(2, 2, 0)), (2, Of(2, 2, 1)), (3, Of(2, 1, 2)), (4, Of(2, 2, -1)), (5, Of(-2, 0, 0))]);

        Assert.Equal([1, 2, 4], Numbers(limit: 2));
        Assert.Equal([1, 2, 4], Numbers(limit: 3));
        Assert.Equal([1], Numbers(limit: 1));
        Assert.Empty(Numbers(limit: 0));
        Assert.Equal([3, 5], Numbers(limit: 2, number => number is 3 or 5));

        IEnumerable<long> Numbers(int limit, Func<long, bool>? accepts = null) =>
            _index.Search([new ScanQuery([Of(2, 2, 0)], 2, limit, accepts)])[0].Select(hit => hit.Number).Order();
    }

    [Fact]
    public void A_search_of_no_queries_and_of_no_signatures_finds_nothing()
    {
        _index.Set([(1, Of(1))]);

        Assert.Empty(_index.Search([]));
        Assert.Empty(_index.Search([new ScanQuery([], 2)])[0]);
    }

    [Fact]
    public void A_cancelled_search_ends()
    {
        _index.Set([(1, Of(1))]);

        Assert.Throws<OperationCanceledException>(() => _index.Search([new ScanQuery([Of(1)], 2)], new CancellationToken(canceled: true)));
    }

    private static Signature Of(params sbyte[] values) => new(values);

    private IReadOnlyList<ScanHit> Find(Signature signature, double cutoff) => _index.Search([new ScanQuery([signature], cutoff)])[0];
}
