using ImageMatch.Backends.Elasticsearch.Rest;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Which node is asked next.</summary>
public sealed class RestNodesTests
{
    private static readonly Uri[] Uris = [new("http://a:9200"), new("http://b:9200"), new("http://c:9200")];

    private readonly Clock _clock = new();
    private readonly RestNodes _nodes;

    public RestNodesTests() => _nodes = new RestNodes(Uris, _clock);

    [Fact]
    public void Nodes_are_asked_in_turn() => Assert.Equal([.. Uris, .. Uris], Next(6));

    [Fact]
    public void A_dead_node_is_left_alone_for_longer_each_time()
    {
        foreach (int seconds in new[] { 5, 10, 20, 40, 80, 120, 120 })
        {
            _nodes.Failed(Uris[1]);
            _clock.Pass(seconds - 1);
            Assert.DoesNotContain(Uris[1], Next(6));
            _clock.Pass(1);
            Assert.Contains(Uris[1], Next(3));
        }

        _nodes.Answered(Uris[1]);
        _nodes.Failed(Uris[1]);
        _clock.Pass(5);
        Assert.Contains(Uris[1], Next(3));
    }

    [Fact]
    public void A_node_that_is_dead_for_weeks_is_asked_every_two_minutes()
    {
        for (int i = 0; i < 10_000; i++)
        {
            _nodes.Failed(Uris[1]);
            _clock.Pass(120);
        }

        Assert.Contains(Uris[1], Next(3));
        _nodes.Failed(Uris[1]);
        Assert.DoesNotContain(Uris[1], Next(6));
    }

    [Fact]
    public void Where_all_are_dead_the_one_is_asked_that_has_rested_longest()
    {
        foreach (Uri uri in new[] { Uris[1], Uris[2], Uris[0] })
        {
            _nodes.Failed(uri);
            _clock.Pass(1);
        }

        Assert.Equal([Uris[1], Uris[1]], Next(2));
    }

    private Uri[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => _nodes.Next())];

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Pass(int seconds) => _now += TimeSpan.FromSeconds(seconds);

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
