using System.Runtime.InteropServices;

namespace ImageMatch.Scanning;

/// <summary>Memory outside the collected heap, on cache lines and cleared; given back when disposed of and no longer in use, or by the finalizer.</summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    private const int Alignment = 64;

    public AlignedMemory(long length)
        : base(0, ownsHandle: true)
    {
        void* memory = NativeMemory.AlignedAlloc((nuint)length, Alignment);
        NativeMemory.Clear(memory, (nuint)length);
        SetHandle((nint)memory);
        Length = length;
        GC.AddMemoryPressure(length);
    }

    public override bool IsInvalid => handle == 0;

    public long Length { get; }

    public byte* Pointer => (byte*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(Length);
        return true;
    }
}
