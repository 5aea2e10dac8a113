using ImageMatch.Scanning;

namespace ImageMatch.Tests.Scanning;

public class PublishedStatesTests
{
    [Fact]
    public void Memory_is_given_back_as_soon_as_the_last_reader_of_what_was_replaced_is_done()
    {
        var published = new PublishedStates(1);
        published.Change(states => [states[0].Change([], [(1, ScanData.Random(new Random(1)))])]);
        IndexSnapshot first = published.Acquire();
        IndexSnapshot second = published.Acquire();
        AlignedMemory memory = first.States[0].Segments[0].Segment.Memory;

        published.Change(_ => [IndexState.Empty]);
        first.Dispose();
        first.Dispose();

        Assert.False(memory.IsClosed);
        second.Dispose();
        Assert.True(memory.IsClosed);
    }
}
