using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Stores;
using ImageMatch.Tests.Imaging;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Sessions;

/// <summary>How many searches a pipeline of pictures comes to, and when.</summary>
public sealed class SearchSessionTests : IDisposable
{
    private readonly RecordedSearch _among = new();
    private readonly StoppedClock _clock = new();
    private readonly SearchSession _session;

    public SearchSessionTests() =>
        _session = new SearchSession(_among, Signers.Default, new SearchOptions { ThrottleLimit = 2 }, _clock, CancellationToken.None);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_thousand_signatures_from_a_pipeline_are_searched_for_in_blocks_of_64()
    {
        var answered = new List<string>();
        foreach (int i in Enumerable.Range(0, 1000))
        {
            _session.Post(Ready(i));
            Assert.InRange(_session.Waiting, 1, 128);
            do
                answered.AddRange(Drain(_session.IsFull ? TimeSpan.FromSeconds(1) : TimeSpan.Zero));
            while (_session.IsFull);
        }

        answered.AddRange(Finish());

        Assert.Equal([.. Enumerable.Repeat(64, 15), 40], _among.Blocks);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), answered);
    }

    [Fact]
    public void A_picture_waits_for_others_no_longer_than_a_moment()
    {
        _session.Post(Ready(1));

        Assert.Empty(Drain(Timeout.InfiniteTimeSpan));
        Assert.Equal(1, _session.Waiting);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(["1"], Drain(TimeSpan.Zero));
        Assert.Equal([1], _among.Blocks);
    }

    [Fact]
    public void The_moment_begins_when_the_picture_is_signed_and_not_when_somebody_looks()
    {
        _session.Post(Ready(1));
        SpinWait.SpinUntil(() => _clock.Looks > 0);

        _clock.Advance(TimeSpan.FromSeconds(10));
        _session.Post(Ready(2));

        Assert.Contains("1", Drain(TimeSpan.Zero));
    }

    [Fact]
    public void At_the_end_of_the_input_nothing_waits()
    {
        _session.Post(Ready(1));
        _session.Flush();

        Assert.Equal(["1"], Drain(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void What_cannot_be_signed_keeps_its_place_and_does_not_split_the_block()
    {
        _session.Post(Ready(1));
        _session.Post(new SearchRequest(ImageInput.FromContent("no picture"u8.ToArray(), "2")));
        _session.Post(Ready(3));

        Assert.Equal(["1", "2: NotAPicture", "3"], Finish());
        Assert.Equal([2], _among.Blocks);
    }

    private static SearchRequest Ready(int i) => new($"{i}", 0, TestRecords.Signed(TestRecords.Signature(i)));

    /// <summary>The pictures that are answered for, each by its own answer.</summary>
    private IEnumerable<string> Drain(TimeSpan wait)
    {
        foreach (SearchResult result in _session.Drain(wait))
        {
            Assert.Equal(result.Signed?.Signature, result.Answer?.Hits[0].Record.Signature);
            yield return result.Error is ImageException error ? $"{result.Request.Path}: {error.Error}" : result.Request.Path;
        }
    }

    private List<string> Finish()
    {
        var answered = new List<string>();
        _session.Flush();
        while (_session.Waiting > 0)
            answered.AddRange(Drain(Timeout.InfiniteTimeSpan));
        return answered;
    }

    /// <summary>Finds each picture itself.</summary>
    private sealed class RecordedSearch : ISignatureSearch
    {
        public List<int> Blocks { get; } = [];

        public IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default)
        {
            Blocks.Add(queries.Count);
            return [.. queries.Select(query => new SearchAnswer([new SearchHit(TestRecords.Record("/a.jpg", query.Signatures[0].Signature), 0, 63, default)]))];
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        private long _time;
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => Interlocked.Add(ref _time, time.Ticks);

        public override long GetTimestamp()
        {
            long time = Interlocked.Read(ref _time);
            Interlocked.Increment(ref _looks);
            return time;
        }
    }
}
