using System.Buffers.Binary;

namespace ImageMatch.Imaging;

/// <summary>Where the merged picture of a Photoshop document ends (Adobe Photoshop File Formats Specification): it is the last of five sections.</summary>
internal static class PsdHeader
{
    private const int HeaderLength = 26;
    private const int LargeDocument = 2;

    /// <summary>Whether the merged picture ends behind the end of the file.</summary>
    public static bool IsCut(ReadOnlySpan<byte> content)
    {
        if (content.Length < HeaderLength)
            return true;

        bool large = content[5] == LargeDocument;
        long at = HeaderLength;
        for (int section = 0; section < 3; section++)
        {
            bool isLong = large && section == 2;
            if (at + (isLong ? 8 : 4) > content.Length)
                return true;

            long length = isLong
                ? (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(content[(int)at..]), int.MaxValue)
                : BinaryPrimitives.ReadUInt32BigEndian(content[(int)at..]);
            at += (isLong ? 8 : 4) + length;
        }

        return at + 2 > content.Length || PixelsAreCut(content, content[(int)at..], large);
    }

    private static bool PixelsAreCut(ReadOnlySpan<byte> header, ReadOnlySpan<byte> section, bool large)
    {
        long rows = (long)BinaryPrimitives.ReadUInt16BigEndian(header[12..]) * BinaryPrimitives.ReadUInt32BigEndian(header[14..]);
        long width = BinaryPrimitives.ReadUInt32BigEndian(header[18..]);
        int bits = BinaryPrimitives.ReadUInt16BigEndian(header[22..]);
        switch (BinaryPrimitives.ReadUInt16BigEndian(section))
        {
            case 0:
                return section.Length < 2 + (rows * (((width * bits) + 7) / 8));
            case 1:
                int entry = large ? 4 : 2;
                long end = 2 + (rows * entry);
                if (end > section.Length)
                    return true;

                for (int row = 0; row < rows; row++)
                {
                    var length = section[(2 + (row * entry))..];
                    end += large ? BinaryPrimitives.ReadUInt32BigEndian(length) : BinaryPrimitives.ReadUInt16BigEndian(length);
                }

                return end > section.Length;
            default:
                return false;
        }
    }
}
