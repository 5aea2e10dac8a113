namespace ImageMatch.Imaging;

/// <summary>The runs of a compressed Windows bitmap (BI_RLE8 and BI_RLE4), one after the other; rows count from the first one stored.</summary>
public ref struct BmpRuns
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly int _bits;
    private int _at;
    private long _x;
    private long _y;

    /// <summary>Begins with the first run.</summary>
    /// <param name="data">From there to the end of the file.</param>
    /// <param name="bits">Bits a pixel: 8 or 4.</param>
    public BmpRuns(ReadOnlySpan<byte> data, int bits)
    {
        _data = data;
        _bits = bits;
    }

    /// <summary>The run read last.</summary>
    public BmpRun Current { get; private set; }

    /// <summary>Whether the mark was met that ends a picture.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Reads the next run.</summary>
    /// <returns>False at the end of the picture, and where the file ends within a run.</returns>
    public bool TryRead()
    {
        while (_at + 2 <= _data.Length && !HasEnded)
        {
            (int count, int code) = (_data[_at], _data[_at + 1]);
            _at += 2;
            switch (count, code)
            {
                case (0, 0):
                    (_x, _y) = (0, _y + 1);
                    continue;
                case (0, 1):
                    HasEnded = true;
                    continue;
                case (0, 2) when _at + 2 <= _data.Length:
                    (_x, _y) = (_x + _data[_at], _y + _data[_at + 1]);
                    _at += 2;
                    continue;
                case (0, 2):
                    return false;
                case (0, _):
                    // Pixels that stand for themselves fill whole words.
                    return TryTake(code, ((code * _bits) + 15) / 16 * 2);
                default:
                    _at--;
                    return TryTake(count, 1);
            }
        }

        return false;
    }

    private bool TryTake(int count, int length)
    {
        if (_at + length > _data.Length)
            return false;

        Current = new BmpRun(_x, _y, count, _data.Slice(_at, length), _bits);
        _x += count;
        _at += length;
        return true;
    }
}

/// <summary>Pixels beside each other.</summary>
public readonly ref struct BmpRun
{
    private readonly ReadOnlySpan<byte> _pixels;
    private readonly int _bits;

    internal BmpRun(long x, long y, int count, ReadOnlySpan<byte> pixels, int bits)
    {
        X = x;
        Y = y;
        Count = count;
        _pixels = pixels;
        _bits = bits;
    }

    /// <summary>The place of the first in its row.</summary>
    public long X { get; }

    /// <summary>The row.</summary>
    public long Y { get; }

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The colour of a pixel: its place in the palette. Of a run of one byte all pixels are like it; two colours in it alternate.</summary>
    public int this[int pixel]
    {
        get
        {
            if (_bits == 8)
                return _pixels[_pixels.Length == 1 ? 0 : pixel];

            int pair = _pixels[_pixels.Length == 1 ? 0 : pixel / 2];
            return pixel % 2 == 0 ? pair >> 4 : pair & 0xF;
        }
    }
}
