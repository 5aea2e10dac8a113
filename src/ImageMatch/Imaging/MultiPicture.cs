using System.Buffers.Binary;

namespace ImageMatch.Imaging;

/// <summary>The pictures of a multi-picture JPEG (.mpo; CIPA DC-007): whole JPEG files one after the other, listed by an APP2 segment of the first.</summary>
internal static class MultiPicture
{
    private const int MaxPictures = 256;
    private const int EntryBytes = 16;
    private const ushort EntriesTag = 0xB002;
    private const int ThumbnailClass = 1;

    /// <summary>Enough of a file for what says that it is a gain map.</summary>
    private const int HeadBytes = 64 << 10;

    /// <summary>Where the pictures are, the first being the file as it is. Previews are left out, and maps of brightness that phones add.</summary>
    public static IReadOnlyList<Range> Find(ReadOnlySpan<byte> content)
    {
        var pictures = new List<Range> { Range.All };
        if (FindSegment(content) is not { } start)
            return pictures;

        ReadOnlySpan<byte> tiff = content[start..];
        bool little = tiff.StartsWith("II"u8);
        ReadOnlySpan<byte> entries = FindEntries(tiff, little);
        for (int at = 0; at + EntryBytes <= entries.Length && pictures.Count < MaxPictures; at += EntryBytes)
        {
            uint kind = Read32(entries[at..], little) >> 16 & 0xF;
            long length = Read32(entries[(at + 4)..], little);
            long offset = Read32(entries[(at + 8)..], little);
            // The first has no offset: it is the file.
            if (kind == ThumbnailClass || offset == 0 || start + offset + length > content.Length)
                continue;

            var range = new Range((int)(start + offset), (int)(start + offset + length));
            ReadOnlySpan<byte> picture = content[range];
            if (picture.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) && !IsGainMap(picture))
                pictures.Add(range);
        }

        return pictures;
    }

    /// <summary>The place of the TIFF structure in the segment, which offsets count from.</summary>
    private static int? FindSegment(ReadOnlySpan<byte> content)
    {
        const byte App2 = 0xE2;
        ReadOnlySpan<byte> mark = "MPF\0"u8;
        for (int at = 2; at + 4 <= content.Length && content[at] == 0xFF && content[at + 1] is >= 0xE0 and <= 0xEF or 0xFE or 0xDB or 0xC4 or 0xDD;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
            ReadOnlySpan<byte> segment = content[(at + 4)..Math.Min(content.Length, at + 2 + Math.Max(2, length))];
            if (content[at + 1] == App2 && segment.StartsWith(mark))
                return at + 4 + mark.Length;

            at += 2 + length;
        }

        return null;
    }

    /// <summary>The list of pictures; empty where it does not lie inside the file.</summary>
    private static ReadOnlySpan<byte> FindEntries(ReadOnlySpan<byte> tiff, bool little)
    {
        const int TagBytes = 12;
        const int HeadBytes = 8;
        if (tiff.Length < HeadBytes || (!little && !tiff.StartsWith("MM"u8)))
            return default;

        uint directory = Read32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return default;

        ReadOnlySpan<byte> tags = tiff[((int)directory + 2)..];
        int count = Math.Min(Read16(tiff[(int)directory..], little), tags.Length / TagBytes);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> tag = tags.Slice(i * TagBytes, TagBytes);
            (uint length, uint offset) = (Read32(tag[4..], little), Read32(tag[8..], little));
            if (Read16(tag, little) == EntriesTag && offset + (long)length <= tiff.Length)
                return tiff.Slice((int)offset, (int)length);
        }

        return default;
    }

    private static bool IsGainMap(ReadOnlySpan<byte> picture)
    {
        ReadOnlySpan<byte> head = picture[..Math.Min(picture.Length, HeadBytes)];
        return head.IndexOf("hdrgm:Version"u8) >= 0 || head.IndexOf("urn:com:apple:photo:2020:aux:hdrgainmap"u8) >= 0;
    }

    private static ushort Read16(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Read32(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
