using System.Runtime.InteropServices;

namespace ImageMatch.Signatures;

/// <summary>A block of native memory, used by one picture after another: fresh memory of a picture's size costs as much as decoding into it.</summary>
internal sealed unsafe class PixelBuffer
{
    public const int Alignment = 64;

    /// <summary>What waits for the next picture at most; the rest is given back.</summary>
    private const long MaxWaitingBytes = 256L << 20;

    private static readonly List<PixelBuffer> Waiting = [];
    private static readonly Lock Gate = new();
    private static long _waitingBytes;

    private PixelBuffer(long length)
    {
        Length = length;
        Address = (nint)NativeMemory.AlignedAlloc((nuint)length, Alignment);
    }

    /// <summary>Gives the memory back where a picture was never disposed.</summary>
    ~PixelBuffer() => Free();

    /// <summary>Bytes that wait for the next picture.</summary>
    public static long WaitingBytes
    {
        get
        {
            lock (Gate)
                return _waitingBytes;
        }
    }

    public nint Address { get; private set; }

    public long Length { get; }

    /// <summary>Takes a block of at least this many bytes; what it contains is left over from before.</summary>
    public static PixelBuffer Rent(long length)
    {
        lock (Gate)
        {
            PixelBuffer? smallest = null;
            foreach (PixelBuffer buffer in Waiting)
            {
                if (buffer.Length >= length && (smallest is null || buffer.Length < smallest.Length))
                    smallest = buffer;
            }

            if (smallest is not null)
            {
                Waiting.Remove(smallest);
                _waitingBytes -= smallest.Length;
                return smallest;
            }
        }

        // Room to spare, so that the next, slightly larger picture fits too; untouched pages cost nothing.
        long step = Math.Max(1 << 20, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)length) / 8);
        return new PixelBuffer((length + step - 1) / step * step);
    }

    /// <summary>Hands a block back for the next picture.</summary>
    public void Return()
    {
        PixelBuffer? surplus = this;
        lock (Gate)
        {
            if (_waitingBytes + Length <= MaxWaitingBytes && Waiting.Count < Environment.ProcessorCount)
            {
                Waiting.Add(this);
                _waitingBytes += Length;
                surplus = null;
            }
            else if (Waiting.MinBy(buffer => buffer.Length) is { } smallest && smallest.Length < Length
                && _waitingBytes - smallest.Length + Length <= MaxWaitingBytes)
            {
                // The larger block serves more pictures.
                Waiting.Remove(smallest);
                Waiting.Add(this);
                _waitingBytes += Length - smallest.Length;
                surplus = smallest;
            }
        }

        surplus?.Free();
    }

    private void Free()
    {
        if (Address == 0)
            return;

        NativeMemory.AlignedFree((void*)Address);
        Address = 0;
    }
}
