using ImageMatch.Backends.Imaging;
using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

/// <summary>How libvips takes files and gives pixels: without copies of either.</summary>
public class VipsDecoderTests
{
    private const int StripRows = 16;
    private static readonly VipsDecoder Decoder = new();
    private static readonly string Sample = Path.Combine(TestFiles.Samples, "harbour-squashed.jpg");

    [Fact]
    public void A_file_is_read_where_it_lies_in_memory()
    {
        byte[] content = File.ReadAllBytes(Sample);
        using IPixelReader reader = Open(content);
        ReadStrip(reader, 0);

        content.AsSpan(content.Length / 4).Clear();

        Assert.Throws<ImageException>(() => ReadStrips(reader, StripRows));
    }

    [Fact]
    public void Pixels_are_the_same_wherever_the_collector_moves_what_is_read_and_written()
    {
        // Small enough to be moved once what lies before it is gone.
        byte[][] before = [.. Enumerable.Range(0, 100).Select(_ => new byte[50_000])];
        byte[] content = File.ReadAllBytes(Sample);
        GC.KeepAlive(before);
        using IPixelReader reader = Open(content);

        byte[] pixels = ReadStrips(reader, 0, () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true));

        Assert.Equal(DecodedPicture.Read(Decoder, File.ReadAllBytes(Sample))!.Pixels, pixels);
    }

    private static IPixelReader Open(byte[] content) => Decoder.Open(content, ImageFormat.Jpeg, 0, ImageLimits.Default);

    private static byte[] ReadStrips(IPixelReader reader, int row, Action? between = null)
    {
        var pixels = new List<byte>();
        for (; row < reader.Height; row += StripRows)
        {
            pixels.AddRange(ReadStrip(reader, row));
            between?.Invoke();
        }

        return [.. pixels];
    }

    private static byte[] ReadStrip(IPixelReader reader, int row)
    {
        int count = Math.Min(StripRows, reader.Height - row);
        byte[] strip = new byte[count * reader.Width * reader.Channels];
        reader.ReadRows(strip, count);
        return strip;
    }
}
