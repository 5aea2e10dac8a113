using BenchmarkDotNet.Attributes;
using ImageMatch.Signatures;

namespace ImageMatch.Benchmarks;

/// <summary>What the codes of one signature cost, to store and to ask for.</summary>
public class CodeBenchmarks
{
    private Signature _signature = new([]);

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        sbyte[] half = [.. Enumerable.Range(0, PackedSignature.ValueCount).Select(_ => (sbyte)random.Next(-2, 3))];
        sbyte[] values = new sbyte[SignatureOptions.Default.ValueCount];
        PackedSignature.FromHalf(half, values);
        _signature = new Signature(values);
    }

    [Benchmark(Baseline = true)]
    public int[]? Stored() => SignatureCodes.Of(_signature);

    [Benchmark]
    public int[]? Asked() => SignatureCodes.Of(_signature, SignatureCodes.AskedCount);
}
