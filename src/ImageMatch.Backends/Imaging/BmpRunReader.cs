using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>
/// A bitmap whose runs leave pixels out, which are transparent here as in browsers. ImageMagick would give them the first colour of the palette, which need not
/// be one of the picture.
/// </summary>
internal sealed class BmpRunReader : IPixelReader
{
    private const int EntryBytes = 4;
    private const short None = -1;

    private readonly byte[] _palette;
    private readonly short[] _indices;
    private int _row;

    /// <summary>Draws the runs.</summary>
    /// <param name="content">A bitmap with runs that do not lead out of it.</param>
    /// <param name="limits">How many pixels it may have.</param>
    /// <exception cref="ImageException">It has more, or one of a colour that is not in the palette.</exception>
    public BmpRunReader(ReadOnlySpan<byte> content, ImageLimits limits)
    {
        var header = new BmpHeader(content);
        limits.CheckPixels(header.Width, header.Height);
        (Width, Height) = (header.Width, (int)header.Height);
        int colours = (int)Math.Min(header.PaletteRoom, 1u << header.BitCount);
        _palette = content.Slice(BmpHeader.FileHeaderLength + header.Size, colours * EntryBytes).ToArray();
        _indices = GC.AllocateUninitializedArray<short>(checked(Width * Height));
        Array.Fill(_indices, None);
        var runs = header.ReadRuns();
        while (runs.TryRead())
        {
            var run = runs.Current;
            var row = _indices.AsSpan((int)run.Y * Width, Width);
            for (int i = 0; i < run.Count && run.X + i < Width; i++)
            {
                if (run[i] >= colours)
                    throw new ImageException(ImageError.UnreadablePicture, $"it uses colour {run[i]} of a palette of {colours}");

                row[(int)run.X + i] = (short)run[i];
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels => 4;

    public int ExifOrientation => 1;

    public int FrameCount => 1;

    public void ReadRows(Span<byte> destination, int count)
    {
        for (int end = _row + count; _row < end; _row++)
        {
            // The lowest row is stored first.
            foreach (short index in _indices.AsSpan((Height - 1 - _row) * Width, Width))
            {
                ReadOnlySpan<byte> blueGreenRed = _palette.AsSpan(Math.Max(index, (short)0) * EntryBytes, EntryBytes);
                (destination[0], destination[1], destination[2]) = (blueGreenRed[2], blueGreenRed[1], blueGreenRed[0]);
                destination[3] = index == None ? byte.MinValue : byte.MaxValue;
                destination = destination[Channels..];
            }
        }
    }

    public void Dispose()
    {
        // Nothing but managed memory is held.
    }
}
