namespace ImageMatch.Signatures;

/// <summary>
/// Decoded pixels on their way to a signature: filled once from top to bottom, strip by strip, in pooled memory. One picture gives the signatures of all
/// orientations.
/// </summary>
/// <remarks>
/// Filled by one thread; once filled it may be read by several. The differences that the crop needs are summed while a strip is still in cache.
/// </remarks>
public sealed unsafe class Picture : IDisposable
{
    private readonly StripKernel _kernel;
    private readonly nint _pixels;
    private readonly long _stride;
    private readonly long* _rows;
    private readonly long* _columns;
    private readonly uint* _recentColumns;
    private readonly int* _grey;
    private readonly WindowSums? _sums;
    private PixelBuffer? _buffer;
    private int _filled;
    private int _recentRows;

    /// <summary>Makes room for a picture.</summary>
    /// <param name="width">Width in pixels as stored.</param>
    /// <param name="height">Height in pixels as stored.</param>
    /// <param name="channels">Bytes a pixel: 1 grey or 3 RGB.</param>
    /// <param name="upright">What a viewer does to the stored pixels to show the picture upright (its EXIF orientation); a turn or reflection.</param>
    /// <param name="hasSums">Whether windows of the picture will be signed: see <see cref="WindowSigner"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, a row of 2 GiB or more, or other channels.</exception>
    /// <exception cref="ArgumentException"><paramref name="upright"/> inverts.</exception>
    /// <exception cref="OutOfMemoryException">The picture does not fit into memory.</exception>
    public Picture(int width, int height, int channels, Orientation upright = Orientation.Unchanged, bool hasSums = false)
        : this(width, height, channels, upright, StripKernel.Best, hasSums)
    {
    }

    internal Picture(int width, int height, int channels, Orientation upright, StripKernel kernel, bool hasSums = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 channel (grey) or 3 (RGB).");

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, int.MaxValue / channels);
        if (upright is < Orientation.Unchanged or >= Orientation.Inverted)
            throw new ArgumentException($"A picture is shown upright by a turn or a reflection, not by {upright}.", nameof(upright));

        Width = width;
        Height = height;
        Channels = channels;
        Upright = upright;
        _kernel = kernel;
        _stride = (long)width * channels;

        long length = 0;
        long pixels = Place(_stride * height, 1);
        long rows = Place(height, sizeof(long));
        long columns = Place(width, sizeof(long));
        long recentColumns = Place(width, sizeof(uint));
        long grey = Place(channels == 3 || hasSums ? width : 0, sizeof(int));
        long sums = Place(hasSums ? WindowSums.BytesFor(width, height) : 0, 1);

        _buffer = PixelBuffer.Rent(length);
        _pixels = _buffer.Address + (nint)pixels;
        _rows = (long*)(_buffer.Address + (nint)rows);
        _columns = (long*)(_buffer.Address + (nint)columns);
        _recentColumns = (uint*)(_buffer.Address + (nint)recentColumns);
        _grey = (int*)(_buffer.Address + (nint)grey);
        new Span<long>(_columns, width).Clear();
        new Span<int>(_grey, channels == 3 ? width : 0).Clear();
        _sums = hasSums ? new WindowSums(width, height, _buffer.Address + (nint)sums) : null;

        long Place(long count, int size)
        {
            long start = length;
            long end = start + ((count + StripKernel.Slack) * size);
            length = (end + PixelBuffer.Alignment - 1) / PixelBuffer.Alignment * PixelBuffer.Alignment;
            return start;
        }
    }

    /// <summary>Width in pixels as stored.</summary>
    public int Width { get; }

    /// <summary>Height in pixels as stored.</summary>
    public int Height { get; }

    /// <summary>Bytes a pixel: 1 or 3.</summary>
    public int Channels { get; }

    /// <summary>What a viewer does to the stored pixels.</summary>
    public Orientation Upright { get; }

    /// <summary>Room for the next rows, without padding between them. What it contains until it is written is left over from other pictures.</summary>
    /// <param name="count">How many rows; not more than are left, and not more than 2 GiB.</param>
    /// <exception cref="ArgumentOutOfRangeException">More rows than are left, or than a span holds.</exception>
    /// <exception cref="ObjectDisposedException">The picture is disposed.</exception>
    public Span<byte> NextRows(int count)
    {
        CheckRows(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count * _stride, int.MaxValue, nameof(count));
        return new Span<byte>(Row(_filled), (int)(count * _stride));
    }

    /// <summary>Takes in the rows just written to <see cref="NextRows"/>.</summary>
    /// <param name="count">How many rows; not more than are left.</param>
    /// <exception cref="ArgumentOutOfRangeException">More rows than are left.</exception>
    /// <exception cref="ObjectDisposedException">The picture is disposed.</exception>
    public void Advance(int count)
    {
        CheckRows(count);
        for (int end = _filled + count; _filled < end;)
        {
            // The first row stands alone, having nothing above it to differ from, and so does each whose grey is summed for windows.
            int rows = Channels == 3 && _filled > 0 && _sums is null && end - _filled > 1 ? 2 : 1;
            if (_recentRows + rows > StripKernel.MaxRows)
                AddRecentColumns();

            if (rows == 2)
                (_rows[_filled], _rows[_filled + 1]) = _kernel.AddTwoRgb(Row(_filled), Width, _grey, _recentColumns);
            else if (Channels == 3)
                _rows[_filled] = _kernel.AddRgb(Row(_filled), Width, _grey, _recentColumns);
            else
                _rows[_filled] = StripKernel.GreyWeight * _kernel.AddGrey(Row(_filled), Row(Math.Max(_filled - 1, 0)), Width, _recentColumns);

            if (_filled == 0)
                new Span<uint>(_recentColumns, Width).Clear();

            AddSums(_filled);
            _filled += rows;
            _recentRows += rows;
        }

        if (_filled == Height && count > 0)
        {
            AddRecentColumns();
            Accumulate(_rows, Height);
            Accumulate(_columns, Width);
        }
    }

    /// <summary>Hands the memory back for the next picture.</summary>
    public void Dispose() => Interlocked.Exchange(ref _buffer, null)?.Return();

    /// <summary>The filled picture as it looks after a change of its upright form.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    /// <exception cref="ObjectDisposedException">The picture is disposed.</exception>
    internal PictureView View(Orientation orientation)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        if (_filled < Height)
            throw new InvalidOperationException($"Only {_filled} of the picture's {Height} rows are filled; it can be signed when all are.");

        var rows = new PictureAxis(Height, (nint)_stride, (nint)_rows, false);
        var columns = new PictureAxis(Width, Channels, (nint)_columns, false);
        PictureView upright = new PictureView(_pixels, Channels, rows, columns, false).Turned(Upright);

        // Signed as if the upright pixels had been stored so: sums run along its rows.
        return (upright with { IsColumnwise = false }).Turned(orientation);
    }

    /// <summary>The sums of the filled picture as it looks after a change of its upright form; inverting is left to the signature.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing, or the picture was made without sums.</exception>
    /// <exception cref="ObjectDisposedException">The picture is disposed.</exception>
    internal WindowView Windows(Orientation orientation)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        if (_sums is null || _filled < Height)
            throw new InvalidOperationException("Windows can be signed of a picture that was made with sums and is filled to its last row.");

        return new WindowView(_sums, Orientations.Inverse(Orientations.Compose(Upright, orientation)));
    }

    private static void Accumulate(long* profile, int count)
    {
        for (int i = 1; i < count; i++)
            profile[i] += profile[i - 1];
    }

    private void AddRecentColumns()
    {
        int weight = Channels == 3 ? 1 : StripKernel.GreyWeight;
        for (int x = 0; x < Width; x++)
            _columns[x] += (long)_recentColumns[x] * weight;

        new Span<uint>(_recentColumns, Width).Clear();
        _recentRows = 0;
    }

    private void AddSums(int row)
    {
        if (_sums is null)
            return;

        // Of a picture in colour the kernel left the row's grey there.
        for (int x = 0; Channels == 1 && x < Width; x++)
            _grey[x] = StripKernel.GreyWeight * Row(row)[x];

        _sums.AddRow(_grey);
    }

    private void CheckRows(int count)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Height - _filled);
    }

    private byte* Row(int row) => (byte*)_pixels + (row * _stride);
}
