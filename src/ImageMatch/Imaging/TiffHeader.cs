using System.Buffers.Binary;

namespace ImageMatch.Imaging;

/// <summary>What a TIFF file says in its first directory (TIFF 6.0, section 2).</summary>
internal static class TiffHeader
{
    private const int MaxEntries = 512;
    private const int EntryLength = 12;
    private const ushort NewSubfileType = 254;
    private const ushort Make = 271;
    private const ushort SubDirectories = 330;
    private const ushort DngVersion = 50706;

    /// <summary>Whether it is a TIFF or BigTIFF file of either byte order.</summary>
    public static bool IsTiff(ReadOnlySpan<byte> content) =>
        content.StartsWith("II*\0"u8) || content.StartsWith("MM\0*"u8) || content.StartsWith("II+\0"u8) || content.StartsWith("MM\0+"u8);

    /// <summary>
    /// Whether it is a camera raw file: marked as CR2 or DNG, or a camera's file whose first directory is only the preview of the ones below it, as in NEF, ARW and PEF.
    /// </summary>
    public static bool IsCameraRaw(ReadOnlySpan<byte> content)
    {
        if (content.Length < 10)
            return false;

        bool little = content[0] == 'I';
        if (little && content.Slice(8, 2).SequenceEqual("CR"u8))
            return true;

        uint start = Read32(content, 4, little);
        if (start > content.Length - 2)
            return false;

        var directory = content[(int)start..];
        int count = Math.Min(Math.Min((int)Read16(directory, 0, little), MaxEntries), (directory.Length - 2) / EntryLength);
        bool isPreview = false, hasMake = false, hasBelow = false;
        for (int i = 0; i < count; i++)
        {
            int entry = 2 + (i * EntryLength);
            switch (Read16(directory, entry, little))
            {
                case DngVersion:
                    return true;
                case NewSubfileType:
                    isPreview = Read32(directory, entry + 8, little) == 1;
                    break;
                case Make:
                    hasMake = true;
                    break;
                case SubDirectories:
                    hasBelow = true;
                    break;
            }
        }

        return isPreview && hasMake && hasBelow;
    }

    private static ushort Read16(ReadOnlySpan<byte> bytes, int offset, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);

    private static uint Read32(ReadOnlySpan<byte> bytes, int offset, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
