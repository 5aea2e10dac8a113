using System.Buffers.Binary;

namespace ImageMatch.Imaging;

/// <summary>The first directory of a TIFF or BigTIFF file (TIFF 6.0, section 2), as far as it lies inside the file.</summary>
public readonly ref struct TiffDirectory
{
    private const int MaxEntries = 512;
    private const ushort NewSubfileType = 254;
    private const ushort CompressionTag = 259;
    private const ushort PhotometricTag = 262;
    private const ushort Make = 271;
    private const ushort StripOffsets = 273;
    private const ushort OrientationTag = 274;
    private const ushort StripByteCounts = 279;
    private const ushort TileOffsets = 324;
    private const ushort TileByteCounts = 325;
    private const ushort SubDirectories = 330;
    private const ushort JpegTables = 347;
    private const ushort DngVersion = 50706;

    private readonly ReadOnlySpan<byte> _content;
    private readonly bool _little;
    private readonly bool _big;
    private readonly int _start;
    private readonly int _count;

    /// <summary>Reads the directory's place.</summary>
    /// <param name="content">A file that <see cref="ImageFormatDetector"/> takes for a TIFF.</param>
    public TiffDirectory(ReadOnlySpan<byte> content)
    {
        _content = content;
        _little = content[0] == 'I';
        _big = content[_little ? 2 : 3] == '+';
        if (content.Length < 16)
            return;

        ulong start = _big ? Read64(8) : Read32(4);
        int head = _big ? 8 : 2;
        if (start > (ulong)(content.Length - head))
            return;

        _start = (int)start + head;
        ulong claimed = _big ? Read64((int)start) : Read16((int)start);
        _count = (int)Math.Min(Math.Min(claimed, MaxEntries), (ulong)((content.Length - _start) / EntryLength));
    }

    /// <summary>How the samples are packed; 1 where nothing is said.</summary>
    public long Compression => First(CompressionTag) ?? 1;

    /// <summary>What the samples mean; null where nothing is said.</summary>
    public long? Photometric => First(PhotometricTag);

    /// <summary>How to turn the picture, 1 to 8 in a correct file; null where nothing is said.</summary>
    public long? Orientation => First(OrientationTag);

    /// <summary>Whether it has no entry, or lies behind the end of the file.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>
    /// Whether it is a camera raw file: marked as CR2 or DNG, or a camera's file whose first directory is only the preview of the ones below it, as in NEF,
    /// ARW and PEF.
    /// </summary>
    public bool IsCameraRaw => (_little && _content.Length > 10 && _content.Slice(8, 2).SequenceEqual("CR"u8))
        || Find(DngVersion) >= 0
        || (First(NewSubfileType) == 1 && Find(Make) >= 0 && Find(SubDirectories) >= 0);

    /// <summary>Whether the directory, or what it points to and the pixels need, lies behind the end of the file.</summary>
    public bool IsCut => IsEmpty || EndsBehind(StripOffsets, StripByteCounts) || EndsBehind(TileOffsets, TileByteCounts) || LacksTables;

    private int EntryLength => _big ? 20 : 12;

    /// <summary>The tables are bytes, which the value of their entry counts from its offset; shorter than four they would be no tables.</summary>
    private bool LacksTables => Find(JpegTables) is var entry and >= 0
        && (_big ? (long)Math.Min(Read64(entry + 12), int.MaxValue) : Read32(entry + 8)) + Count(entry) > _content.Length;

    private bool EndsBehind(ushort offsets, ushort lengths)
    {
        int offsetsEntry = Find(offsets);
        int lengthsEntry = Find(lengths);
        if (offsetsEntry < 0 || lengthsEntry < 0)
            return false;

        long count = Math.Min(Count(offsetsEntry), Count(lengthsEntry));
        for (long i = 0; i < count; i++)
        {
            if (Value(offsetsEntry, i) is not { } offset || Value(lengthsEntry, i) is not { } length || offset + length > _content.Length)
                return true;
        }

        return false;
    }

    private int Find(ushort tag)
    {
        for (int i = 0; i < _count; i++)
        {
            int entry = _start + (i * EntryLength);
            if (Read16(entry) == tag)
                return entry;
        }

        return -1;
    }

    private long? First(ushort tag) => Find(tag) is var entry and >= 0 ? Value(entry, 0) : null;

    private long Count(int entry) => _big ? (long)Math.Min(Read64(entry + 4), int.MaxValue) : Read32(entry + 4);

    /// <summary>One value of an entry; null where it lies behind the end of the file.</summary>
    private long? Value(int entry, long index)
    {
        int size = Read16(entry + 2) switch
        {
            3 => 2,
            16 or 18 => 8,
            _ => 4,
        };
        int field = entry + (_big ? 12 : 8);
        bool isInside = Count(entry) * size <= (_big ? 8 : 4);
        long start = isInside ? field : _big ? (long)Math.Min(Read64(field), int.MaxValue) : Read32(field);
        long at = start + (index * size);
        if (at > _content.Length - size)
            return null;

        return size switch
        {
            2 => Read16((int)at),
            8 => (long)Math.Min(Read64((int)at), long.MaxValue / 2),
            _ => Read32((int)at),
        };
    }

    private ushort Read16(int at) =>
        _little ? BinaryPrimitives.ReadUInt16LittleEndian(_content[at..]) : BinaryPrimitives.ReadUInt16BigEndian(_content[at..]);

    private uint Read32(int at) =>
        _little ? BinaryPrimitives.ReadUInt32LittleEndian(_content[at..]) : BinaryPrimitives.ReadUInt32BigEndian(_content[at..]);

    private ulong Read64(int at) =>
        _little ? BinaryPrimitives.ReadUInt64LittleEndian(_content[at..]) : BinaryPrimitives.ReadUInt64BigEndian(_content[at..]);
}
