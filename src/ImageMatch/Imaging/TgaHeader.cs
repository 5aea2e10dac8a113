using System.Buffers.Binary;

namespace ImageMatch.Imaging;

/// <summary>Truevision TGA has no mark at its start: a footer tells it, or a header in which every field fits the others and the length of the file.</summary>
internal static class TgaHeader
{
    private const int HeaderLength = 18;
    private const int LongestRun = 128;

    /// <summary>Whether it is a TGA file.</summary>
    public static bool IsTga(ReadOnlySpan<byte> content)
    {
        if (content.Length <= HeaderLength || !HasPlausibleFields(content))
            return false;

        if (content.EndsWith("TRUEVISION-XFILE.\0"u8))
            return true;

        int depth = (content[16] + 7) / 8;
        int paletteLength = BinaryPrimitives.ReadUInt16LittleEndian(content[5..]) * ((content[7] + 7) / 8);
        long pixels = (long)BinaryPrimitives.ReadUInt16LittleEndian(content[12..]) * BinaryPrimitives.ReadUInt16LittleEndian(content[14..]);
        long data = content.Length - HeaderLength - content[0] - paletteLength;
        bool isPacked = content[2] >= 9;
        return isPacked
            ? data >= pixels / LongestRun * (1 + depth) && data <= (pixels * depth) + (pixels / LongestRun) + pixels
            : data >= pixels * depth && data <= (pixels * depth * 2) + 8192;
    }

    private static bool HasPlausibleFields(ReadOnlySpan<byte> header)
    {
        bool hasPalette = header[1] == 1;
        bool colours = header[2] switch
        {
            1 or 9 => hasPalette && header[16] is 8 or 16,
            2 or 10 => header[1] <= 1 && header[16] is 15 or 16 or 24 or 32,
            3 or 11 => header[1] == 0 && header[16] is 8 or 16,
            _ => false,
        };
        bool palette = hasPalette ? header[7] is 15 or 16 or 24 or 32 : header.Slice(3, 5).IndexOfAnyExcept((byte)0) < 0;
        bool size = BinaryPrimitives.ReadUInt16LittleEndian(header[12..]) > 0 && BinaryPrimitives.ReadUInt16LittleEndian(header[14..]) > 0;
        bool descriptor = (header[17] & 0xC0) == 0 && (header[17] & 0x0F) is 0 or 1 or 8;
        return colours && palette && size && descriptor;
    }
}
