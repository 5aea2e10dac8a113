using System.Buffers.Binary;
using System.Numerics;

namespace ImageMatch.Backends.Caching;

/// <summary>Passes on what is read or written and keeps the CRC-32C of it all.</summary>
internal sealed class ChecksumStream(Stream inner, CancellationToken cancellationToken = default) : Stream
{
    private uint _crc = uint.MaxValue;

    /// <summary>The CRC-32C so far.</summary>
    public uint Checksum => ~_crc;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        Add(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        inner.Write(buffer);
        Add(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = _crc;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        _crc = crc;
    }
}
