using System.Buffers;
using System.Security.Cryptography;

namespace ImageMatch.Imaging;

/// <summary>All bytes of a picture, in pooled memory, with the facts that were true while they were read.</summary>
internal sealed class ImageContent : IDisposable
{
    private const int FirstSize = 64 << 10;
    private const int HashBytes = 16;
    private byte[]? _buffer;

    private ImageContent(byte[] buffer, int length)
    {
        _buffer = buffer;
        Length = length;
    }

    /// <summary>How many bytes.</summary>
    public int Length { get; }

    /// <summary>When the file was last written; null for anything else.</summary>
    public DateTimeOffset? LastWriteTime { get; init; }

    /// <summary>The bytes, until this is disposed.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, Length);

    /// <summary>Reads a picture's bytes from wherever they are.</summary>
    /// <exception cref="ImageException">They cannot be had, there are too many, or none.</exception>
    public static ImageContent Read(ImageInput input, ImageLimits limits, CancellationToken cancellationToken)
    {
        if (input.File is not null)
            return ImageFileReader.Read(input.File, limits, cancellationToken);
        if (input.Uri is not null)
            return UriFetcher.Fetch(input.Uri, limits, cancellationToken);
        if (input.Content is { } bytes)
            return Copy(bytes.Span, limits, input.Location);
        return ReadGiven(input.Stream!, limits, input.Location, cancellationToken);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="source">Left open.</param>
    /// <param name="expected">How many bytes are likely; 0 if that is not known.</param>
    /// <param name="limits">Bytes are counted while they are read.</param>
    /// <param name="location">For messages.</param>
    /// <exception cref="ImageException">There are too many bytes, or none.</exception>
    public static ImageContent Read(Stream source, long expected, ImageLimits limits, string location, CancellationToken cancellationToken)
    {
        CheckLength(expected, limits, location);
        // One more than expected, so that the end is seen without growing.
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected + 1, FirstSize, Array.MaxLength));
        try
        {
            int length = 0;
            for (int count; (count = source.Read(buffer, length, buffer.Length - length)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                length += count;
                CheckLength(length, limits, location);
                if (length == buffer.Length)
                    buffer = Grow(buffer, location);
            }

            if (length == 0)
                throw new ImageException(ImageError.EmptyFile, $"'{location}' has no bytes.");

            return new ImageContent(buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static ImageContent ReadGiven(Stream stream, ImageLimits limits, string location, CancellationToken cancellationToken)
    {
        try
        {
            return Read(stream, 0, limits, location, cancellationToken);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ObjectDisposedException)
        {
            throw new ImageException(ImageError.FileUnreadable, $"'{location}' cannot be read: {e.Message}", e);
        }
    }

    // Decoding may be abandoned and go on when the caller has used his memory for something else.
    private static ImageContent Copy(ReadOnlySpan<byte> bytes, ImageLimits limits, string location)
    {
        CheckLength(bytes.Length, limits, location);
        if (bytes.IsEmpty)
            throw new ImageException(ImageError.EmptyFile, $"'{location}' has no bytes.");

        byte[] buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer);
        return new ImageContent(buffer, bytes.Length);
    }

    /// <summary>Refuses what is longer than the limit, or than an array.</summary>
    public static void CheckLength(long length, ImageLimits limits, string location)
    {
        if (length > Math.Min(limits.MaxBytes, Array.MaxLength - 1))
        {
            throw new ImageException(
                ImageError.TooManyBytes, $"'{location}' has more bytes than the limit of {limits.MaxBytes:N0}. Raise the limit if you trust it.");
        }
    }

    /// <summary>The same bytes with the time of their file.</summary>
    public ImageContent WithLastWriteTime(DateTimeOffset time)
    {
        var dated = new ImageContent(_buffer!, Length) { LastWriteTime = time };
        _buffer = null;
        return dated;
    }

    /// <summary>SHA-256 of the bytes, cut to its first 16 bytes, in lower-case hexadecimal.</summary>
    public string Hash()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Memory.Span, hash);
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }

    private static byte[] Grow(byte[] buffer, string location)
    {
        if (buffer.Length == Array.MaxLength)
            throw new ImageException(ImageError.TooManyBytes, $"'{location}' has more bytes than fit into memory.");

        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * buffer.Length, Array.MaxLength));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
