using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class PictureTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(-1, 1, 3)]
    [InlineData(1, 1, 2)]
    [InlineData(1, 1, 4)]
    [InlineData(int.MaxValue, 1, 3)]
    public void Impossible_size_is_refused(int width, int height, int channels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(width, height, channels));

    [Fact]
    public void Inverting_shows_nothing_upright() => Assert.Throws<ArgumentException>(() => new Picture(1, 1, 1, Orientation.Inverted));

    [Fact]
    public void More_rows_than_are_left_are_refused()
    {
        using var picture = new Picture(4, 4, 3);
        picture.Advance(3);

        Assert.Equal(12, picture.NextRows(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => picture.NextRows(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => picture.Advance(2));
    }

    [Fact]
    public void Unfilled_picture_is_not_signed()
    {
        using var picture = new Picture(4, 4, 3);
        picture.Advance(3);

        var error = Assert.Throws<InvalidOperationException>(() => new SignatureGenerator(SignatureOptions.Default).Sign(picture));
        Assert.Contains("3 of the picture's 4 rows", error.Message);
    }

    [Fact]
    public void Disposed_picture_is_not_touched()
    {
        var picture = new Picture(4, 4, 3);
        picture.Dispose();
        picture.Dispose();

        Assert.Throws<ObjectDisposedException>(() => picture.NextRows(1).Length);
        Assert.Throws<ObjectDisposedException>(() => picture.Advance(1));
        Assert.Throws<ObjectDisposedException>(() => new SignatureGenerator(SignatureOptions.Default).Sign(picture));
    }

    [Fact]
    public void Pictures_at_the_same_time_do_not_share_memory()
    {
        using var first = new Picture(100, 100, 3);
        using var second = new Picture(100, 100, 3);

        Assert.False(first.NextRows(100).Overlaps(second.NextRows(100)));
    }

    [Fact]
    public void Signing_allocates_little_once_memory_is_pooled()
    {
        var generator = new SignatureGenerator(SignatureOptions.Default);
        byte[] pixels = new byte[1000 * 800 * 3];
        new Random(1).NextBytes(pixels);
        SignOnce();

        long before = GC.GetAllocatedBytesForCurrentThread();
        SignOnce();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);

        void SignOnce()
        {
            using Picture picture = TestPictures.FromPixels(pixels, 1000, 800, 3);
            generator.SignAll(picture);
        }
    }
}
