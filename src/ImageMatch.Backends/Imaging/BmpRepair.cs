using System.Buffers.Binary;
using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>Puts right what ImageMagick takes at its word in the headers of a bitmap and Windows does not.</summary>
internal static class BmpRepair
{
    private const int FileLength = 2;
    private const int HeaderSize = BmpHeader.FileHeaderLength;
    private const int ColoursUsed = 46;
    private const int WindowsSize = 40;
    private const int Os2Palette = BmpHeader.FileHeaderLength + BmpHeader.Os2Size;

    /// <summary>The file as ImageMagick reads it right: a copy where anything is to be changed.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> content)
    {
        var header = new BmpHeader(content);
        bool claimsMoreBytes = header.FileLength > content.Length;
        // Where there is no room at all, the colours of indices are nowhere to be had.
        bool claimsMoreColours = header.ColoursUsed > header.PaletteRoom && (header.PaletteRoom > 0 || header.BitCount > 8);
        bool isOs2 = header.Size == BmpHeader.Os2Size && header.PixelOffset >= Os2Palette && header.PixelOffset <= content.Length;
        if (!claimsMoreBytes && !claimsMoreColours && !isOs2)
            return content;

        byte[] repaired = content.ToArray();
        if (claimsMoreBytes)
            BinaryPrimitives.WriteInt32LittleEndian(repaired.AsSpan(FileLength), content.Length);
        if (claimsMoreColours)
            BinaryPrimitives.WriteUInt32LittleEndian(repaired.AsSpan(ColoursUsed), header.PaletteRoom);
        if (isOs2)
            ToWindowsHeader(repaired, (int)header.PixelOffset);

        return repaired;
    }

    /// <summary>Of a header of OS/2 2 the first 40 bytes say all that counts; the palette behind it ImageMagick would read as that of OS/2 1.</summary>
    private static void ToWindowsHeader(Span<byte> content, int pixelOffset)
    {
        content[Os2Palette..pixelOffset].CopyTo(content[(HeaderSize + WindowsSize)..]);
        BinaryPrimitives.WriteInt32LittleEndian(content[HeaderSize..], WindowsSize);
    }
}
