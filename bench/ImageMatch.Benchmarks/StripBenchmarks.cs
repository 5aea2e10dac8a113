using BenchmarkDotNet.Attributes;
using ImageMatch.Signatures;

namespace ImageMatch.Benchmarks;

/// <summary>What signing costs after decoding, for a picture of 12 megapixels that arrives in strips.</summary>
[MemoryDiagnoser]
public class StripBenchmarks
{
    private const int Width = 4000;
    private const int Height = 3000;
    private const int StripRows = 16;

    private readonly SignatureGenerator _generator = new(SignatureOptions.Default);
    private byte[] _pixels = [];
    private Picture? _filled;

    [Params(1, 3)]
    public int Channels { get; set; }

    [ParamsAllValues]
    public Kernel Vectors { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _pixels = new byte[Width * Height * Channels];
        new Random(1).NextBytes(_pixels);
        _filled = Fill(takeIn: true);
    }

    [GlobalCleanup]
    public void Cleanup() => _filled?.Dispose();

    /// <summary>Copying alone: what remains of the next one is the pass over the pixels.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => Fill(takeIn: false).Dispose();

    [Benchmark]
    public void CopyAndTakeIn() => Fill(takeIn: true).Dispose();

    [Benchmark]
    public Signature Sign() => _generator.Sign(_filled!);

    [Benchmark]
    public IReadOnlyList<Signature> SignAllOrientations() => _generator.SignAll(_filled!);

    private Picture Fill(bool takeIn)
    {
        var picture = new Picture(Width, Height, Channels, Orientation.Unchanged, CreateKernel());
        Span<byte> rows = picture.NextRows(Height);
        int stride = Width * Channels;
        for (int row = 0; row < Height; row += StripRows)
        {
            int count = Math.Min(StripRows, Height - row);
            _pixels.AsSpan(row * stride, count * stride).CopyTo(rows[(row * stride)..]);
            if (takeIn)
                picture.Advance(count);
        }

        return picture;
    }

    private StripKernel CreateKernel() => Vectors switch
    {
        Kernel.Vector256 => new Vector256StripKernel(),
        Kernel.Vector128 => new Vector128StripKernel(),
        _ => new PlainStripKernel(),
    };

    public enum Kernel
    {
        Plain,
        Vector128,
        Vector256,
    }
}
