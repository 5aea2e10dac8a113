using ImageMatch.Scanning;
using ImageMatch.Scanning.Kernels;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ImageMatch.Tests.Scanning;

/// <summary>The kernels that this machine can run.</summary>
internal static class ScanKernels
{
    public static Dictionary<string, ScanKernel> Runnable { get; } = List();

    public static SignatureIndex Index(string kernel, int threads) => new(threads, Runnable[kernel]);

    private static Dictionary<string, ScanKernel> List()
    {
        var kernels = new Dictionary<string, ScanKernel> { ["plain"] = new PlainKernel() };
        if (Vector128.IsHardwareAccelerated)
            kernels["128 bits"] = new Vector128Kernel();
        if (Avx2.IsSupported)
            kernels["AVX2"] = new Avx2Kernel();

        return kernels;
    }
}
