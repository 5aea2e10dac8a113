using NetVips;

namespace ImageMatch.Tests.Imaging;

/// <summary>What signing allocates once its buffers are there. Counted for the whole process, so no other test may run meanwhile.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    private const long MostBytes = 64 << 10;

    /// <summary>A collection empties pools: what is allocated always shows in the least of several rounds too.</summary>
    private const int Rounds = 8;

    [Theory]
    [InlineData(".jpg", false)]
    [InlineData(".jpg[interlace]", false)]
    [InlineData(".png", false)]
    [InlineData(".png", true)]
    [InlineData(".webp", false)]
    public void Signing_allocates_nothing_of_a_pictures_size(string suffix, bool isTransparent)
    {
        byte[] content = Large(suffix, isTransparent);
        long least = Enumerable.Range(0, Rounds).Min(_ => Allocated(() => Signers.Default.Sign(content)));

        Assert.InRange(least, 1, MostBytes);
    }

    [Fact]
    public void All_orientations_come_from_the_same_memory()
    {
        byte[] content = Large(".jpg", false);
        long least = Enumerable.Range(0, Rounds)
            .Min(_ => Allocated(() => Signers.Default.Sign(ImageMatch.Imaging.ImageInput.FromContent(content, "test"), allOrientations: true)));

        Assert.InRange(least, 1, MostBytes);
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    /// <summary>Three megapixels: 9 MB when decoded.</summary>
    private static byte[] Large(string suffix, bool isTransparent)
    {
        using var small = Image.NewFromFile(Path.Combine(TestFiles.Samples, "harbour-small.jpg"));
        using Image large = small.ThumbnailImage(2000, height: 1500, size: Enums.Size.Force);
        using Image pixels = isTransparent ? large.Bandjoin(200) : large.CopyMemory();
        return pixels.WriteToBuffer(suffix);
    }
}
