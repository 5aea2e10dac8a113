using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageMatch.Ratios;

/// <summary>Reads memory from end to end as fast as it comes: what no scan can beat.</summary>
internal sealed unsafe class StreamingRead : IDisposable
{
    private readonly byte* _memory;
    private readonly long _length;
    private long _sum;

    public StreamingRead(long length)
    {
        _length = length;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)length, 64);
        NativeMemory.Fill(_memory, (nuint)length, 1);
    }

    public long Length => _length;

    public void Read(int threads)
    {
        long part = _length / threads;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => Interlocked.Add(ref _sum, Sum(_memory + (i * part), part)));
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private static long Sum(byte* start, long length)
    {
        Vector256<long> a = default, b = default, c = default, d = default;
        for (byte* at = start; at < start + length; at += 128)
        {
            a ^= Vector256.Load((long*)at);
            b ^= Vector256.Load((long*)(at + 32));
            c ^= Vector256.Load((long*)(at + 64));
            d ^= Vector256.Load((long*)(at + 96));
        }

        return Vector256.Sum(a ^ b ^ c ^ d);
    }
}
