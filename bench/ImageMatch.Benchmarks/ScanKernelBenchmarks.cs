using BenchmarkDotNet.Attributes;
using ImageMatch.Scanning;
using ImageMatch.Scanning.Kernels;

namespace ImageMatch.Benchmarks;

/// <summary>What scoring 8,192 signatures costs, which stay in the processor's cache.</summary>
[MemoryDiagnoser]
public sealed unsafe class ScanKernelBenchmarks : IDisposable
{
    private const int Blocks = SegmentScan.StretchBlocks;

    private readonly AlignedMemory _scores = new(ScanKernel.GroupSize * SegmentLayout.BlockSlots * sizeof(short));
    private readonly AlignedMemory _tables = new(ScanKernel.GroupSize * SegmentLayout.TableBytes);
    private readonly AlignedMemory _blocks = new((Blocks + 1) * SegmentLayout.BlockBytes);

    [Params(1, 8)]
    public int Queries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (int i = 0; i < Blocks * SegmentLayout.BlockBytes; i++)
            _blocks.Pointer[i] = (byte)(random.Next(9) | (random.Next(9) << 4));

        for (int i = 0; i < ScanKernel.GroupSize * SegmentLayout.TableBytes; i++)
            _tables.Pointer[i] = (byte)random.Next(9);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _scores.Dispose();
        _tables.Dispose();
        _blocks.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Plain() => Score(new PlainKernel());

    [Benchmark]
    public void Bits128() => Score(new Vector128Kernel());

    [Benchmark]
    public void Avx2() => Score(new Avx2Kernel());

    private void Score(ScanKernel kernel)
    {
        for (int block = 0; block < Blocks; block++)
            kernel.Score(_blocks.Pointer + (block * SegmentLayout.BlockBytes), _tables.Pointer, Queries, (short*)_scores.Pointer);
    }
}
