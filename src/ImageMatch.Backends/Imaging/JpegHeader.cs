using System.Buffers.Binary;
using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>What the markers of a JPEG say before its pixels (ISO/IEC 10918-1, annex B).</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Components">1 grey or 3 colours.</param>
/// <param name="ExifOrientation">The orientation tag, 1 to 8.</param>
internal readonly record struct JpegHeader(int Width, int Height, int Components, int ExifOrientation)
{
    private const byte MarkerStart = 0xFF;
    private const byte Baseline = 0xC0;
    private const byte Progressive = 0xC2;
    private const byte HuffmanTables = 0xC4;
    private const byte QuantizationTables = 0xDB;
    private const byte RestartInterval = 0xDD;
    private const byte FirstApplication = 0xE0;
    private const byte Exif = 0xE1;
    private const byte LastApplication = 0xEF;
    private const byte Comment = 0xFE;
    private const int MarkerLength = 2;

    /// <summary>Reads the header of an ordinary JPEG: grey or three colours of 8 bits, Huffman-coded, baseline or progressive, its markers in good order.</summary>
    /// <param name="content">The file.</param>
    /// <returns>Null where anything is unusual, however harmless.</returns>
    public static JpegHeader? Read(ReadOnlySpan<byte> content)
    {
        int? orientation = null;
        for (int at = MarkerLength; at + (2 * MarkerLength) <= content.Length;)
        {
            byte marker = content[at + 1];
            if (content[at] != MarkerStart)
                return null;

            int length = BinaryPrimitives.ReadUInt16BigEndian(content[(at + MarkerLength)..]);
            if (length < 2 || at + MarkerLength + length > content.Length)
                return null;

            var segment = content.Slice(at + MarkerLength + 2, length - 2);
            switch (marker)
            {
                case >= Baseline and <= Progressive:
                    return ReadFrame(segment, orientation ?? 1);
                case Exif when segment.StartsWith("Exif"u8):
                    // Which of two counts is a matter of taste.
                    if (orientation is not null || ReadOrientation(segment) is not { } value)
                        return null;
                    orientation = value;
                    break;
                case HuffmanTables or QuantizationTables or RestartInterval or Comment or (>= FirstApplication and <= LastApplication):
                    break;
                default:
                    return null;
            }

            at += MarkerLength + length;
        }

        return null;
    }

    private static JpegHeader? ReadFrame(ReadOnlySpan<byte> segment, int orientation)
    {
        const int Fixed = 6;
        if (segment.Length < Fixed || segment[0] != 8 || segment[5] is not (1 or 3))
            return null;

        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        return width > 0 && height > 0 ? new(width, height, segment[5], orientation) : null;
    }

    /// <summary>The orientation in an Exif segment, 1 where it has none; null where it is not well formed.</summary>
    private static int? ReadOrientation(ReadOnlySpan<byte> segment)
    {
        var mark = "Exif\0\0"u8;
        if (!segment.StartsWith(mark))
            return null;

        var tiff = segment[mark.Length..];
        if (!tiff.StartsWith("II*\0"u8) && !tiff.StartsWith("MM\0*"u8))
            return null;

        return new TiffDirectory(tiff) switch
        {
            { IsEmpty: true } => null,
            { Orientation: null } => 1,
            { Orientation: >= 1 and <= 8 and var value } => (int)value,
            _ => null,
        };
    }
}
