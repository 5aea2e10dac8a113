using System.Buffers.Binary;

namespace ImageMatch.Backends.Imaging;

/// <summary>Two fields of a Windows bitmap's header that ImageMagick takes at their word and Windows does not.</summary>
internal static class BmpHeader
{
    private const int FileHeaderLength = 14;
    private const int Length = FileHeaderLength + 40;
    private const int PixelOffset = 10;
    private const int HeaderSize = 14;
    private const int BitCount = 28;
    private const int Compression = 30;
    private const int ColoursUsed = 46;

    /// <summary>Whether the fourth byte of a pixel is padding: it is alpha only where the header has a mask for it.</summary>
    public static bool HasNoAlpha(ReadOnlySpan<byte> content) => content.Length >= Length && Read32(content, Compression) == 0;

    /// <summary>The file, without a palette that its header claims though there is no room for it before the pixels.</summary>
    public static ReadOnlySpan<byte> WithoutFalsePalette(ReadOnlySpan<byte> content)
    {
        if (content.Length < Length || BinaryPrimitives.ReadUInt16LittleEndian(content[BitCount..]) <= 8)
            return content;

        long palette = FileHeaderLength + (long)Read32(content, HeaderSize) + (4L * Read32(content, ColoursUsed));
        if (palette <= Read32(content, PixelOffset))
            return content;

        byte[] repaired = content.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(repaired.AsSpan(ColoursUsed), 0);
        return repaired;
    }

    private static uint Read32(ReadOnlySpan<byte> content, int at) => BinaryPrimitives.ReadUInt32LittleEndian(content[at..]);
}
