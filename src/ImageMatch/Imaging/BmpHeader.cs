using System.Buffers.Binary;

namespace ImageMatch.Imaging;

/// <summary>The headers of a Windows or OS/2 bitmap (BITMAPFILEHEADER, then BITMAPINFOHEADER or its kin), as far as they lie inside the file.</summary>
public readonly ref struct BmpHeader
{
    /// <summary>Bytes before the header that names its own size.</summary>
    public const int FileHeaderLength = 14;

    /// <summary>The size of the second header in bitmaps of OS/2 2, which begins as that of Windows does.</summary>
    public const int Os2Size = 64;

    private const int CoreSize = 12;

    private readonly ReadOnlySpan<byte> _content;

    /// <summary>Reads the headers.</summary>
    /// <param name="content">A file that <see cref="ImageFormatDetector"/> takes for a bitmap. Of an OS/2 array of bitmaps all is 0 here.</param>
    public BmpHeader(ReadOnlySpan<byte> content)
    {
        _content = content;
        Size = content.StartsWith("BM"u8) ? Read32(FileHeaderLength) : 0;
    }

    /// <summary>Bytes of the second header.</summary>
    public int Size { get; }

    /// <summary>The bytes that the file claims to have.</summary>
    public uint FileLength => (uint)Read32(2);

    /// <summary>Where the pixels begin.</summary>
    public uint PixelOffset => (uint)Read32(10);

    /// <summary>Pixels across.</summary>
    public int Width => Size == CoreSize ? Read16(18) : Info32(18);

    /// <summary>Rows.</summary>
    public long Height => Size == CoreSize ? Read16(20) : Math.Abs((long)Info32(22));

    /// <summary>Whether the upper row is stored first; in runs that is not allowed.</summary>
    public bool IsTopDown => Info32(22) < 0;

    /// <summary>Bits a pixel.</summary>
    public int BitCount => Size == CoreSize ? Read16(24) : Info32(28) & 0xFFFF;

    /// <summary>How pixels are packed: 0 not at all, 1 and 2 in runs; what more mean depends on the kind of header.</summary>
    public int Compression => Info32(30);

    /// <summary>Whether pixels are packed in runs (BI_RLE8 and BI_RLE4).</summary>
    public bool HasRuns => Compression is 1 or 2;

    /// <summary>Colours in the palette; 0 for as many as <see cref="BitCount"/> can tell.</summary>
    public uint ColoursUsed => (uint)Info32(46);

    /// <summary>The colours that there is room for between the header and the pixels.</summary>
    public uint PaletteRoom => (uint)Math.Max(0, PixelOffset - (long)FileHeaderLength - Size) / 4;

    /// <summary>Where the runs of pixels lead, followed without drawing anything; a picture without runs fills itself.</summary>
    public BmpCourse Course
    {
        get
        {
            if (!HasRuns)
                return BmpCourse.FillsPicture;

            // They may go on into the padding of a row.
            long paddedWidth = (((long)Width * RunBits) + 31) / 32 * 32 / RunBits;
            long drawn = 0;
            var runs = ReadRuns();
            while (runs.TryRead())
            {
                var run = runs.Current;
                if (run.X + run.Count > paddedWidth || run.Y >= Height)
                    return BmpCourse.LeavesPicture;

                drawn += Math.Clamp(Width - run.X, 0, run.Count);
            }

            return drawn == Width * Height ? BmpCourse.FillsPicture : runs.HasEnded ? BmpCourse.SkipsPixels : BmpCourse.EndsEarly;
        }
    }

    /// <summary>Whether pixels lie behind the end of the file.</summary>
    public bool IsCut => HasRuns ? Course == BmpCourse.EndsEarly
        : Compression == 0 || (Compression is 3 or 6 && Size != Os2Size) ? RowsAreCut
        : PixelOffset + (long)(uint)Info32(34) > _content.Length;

    /// <summary>Bits a pixel in runs.</summary>
    private int RunBits => Compression == 1 ? 8 : 4;

    /// <summary>Rows are padded to 32 bits; the padding of the last is missing in some files.</summary>
    private bool RowsAreCut
    {
        get
        {
            if (Width <= 0 || BitCount is not (1 or 2 or 4 or 8 or 16 or 24 or 32))
                return false;

            long bits = (long)Width * BitCount;
            long left = _content.Length - (long)PixelOffset - ((bits + 7) / 8);
            return left < 0 || left / ((bits + 31) / 32 * 4) < Height - 1;
        }
    }

    /// <summary>The runs of pixels, from the first.</summary>
    public BmpRuns ReadRuns() => new(_content[(int)Math.Min(PixelOffset, _content.Length)..], RunBits);

    /// <summary>A field of the second header; 0 where this is too short for it.</summary>
    private int Info32(int at) => at + 4 <= FileHeaderLength + Size ? Read32(at) : 0;

    private int Read32(int at) => at + 4 <= _content.Length ? BinaryPrimitives.ReadInt32LittleEndian(_content[at..]) : 0;

    private int Read16(int at) => at + 2 <= _content.Length ? BinaryPrimitives.ReadUInt16LittleEndian(_content[at..]) : 0;
}

/// <summary>Where the runs of a bitmap lead.</summary>
public enum BmpCourse
{
    /// <summary>Through all of the picture.</summary>
    FillsPicture,

    /// <summary>To its end, past pixels that are left out and have no colour.</summary>
    SkipsPixels,

    /// <summary>To the end of the file, before that of the picture.</summary>
    EndsEarly,

    /// <summary>Out of the picture: what is inside is not to be trusted.</summary>
    LeavesPicture,
}
