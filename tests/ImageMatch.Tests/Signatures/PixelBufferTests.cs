using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class PixelBufferTests
{
    [Fact]
    public void Memory_waiting_for_the_next_picture_is_bounded()
    {
        PixelBuffer[] buffers = [.. Enumerable.Range(0, 40).Select(i => PixelBuffer.Rent(i << 20))];
        Assert.All(buffers, buffer => Assert.Equal(0, buffer.Address % PixelBuffer.Alignment));
        foreach (PixelBuffer buffer in buffers)
            buffer.Return();

        PixelBuffer.Rent(1L << 30).Return();

        Assert.InRange(PixelBuffer.WaitingBytes, 1, 256L << 20);
    }
}
