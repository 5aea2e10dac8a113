namespace ImageMatch.Signatures;

/// <summary>
/// Sums of grey, and of its differences, over any rectangle of a picture in four look-ups each (integral images: Crow, "Summed-area tables for texture mapping",
/// SIGGRAPH 1984), taken in row by row while the picture comes. Sums are over cells: single pixels of pictures up to <see cref="MaxCells"/> a side, the mean of a
/// square of pixels in larger ones, so that neither memory nor the borders that are trimmed depend on the size.
/// </summary>
internal sealed unsafe class WindowSums
{
    /// <summary>Cells on the longer side at most.</summary>
    public const int MaxCells = 1024;

    /// <summary>The value of a white cell.</summary>
    public const int White = 255 * StripKernel.GreyWeight;

    private readonly int _pixelWidth;
    private readonly int _pixelHeight;
    private readonly int _pixelsOfCell;
    private readonly long* _grey;
    private readonly long* _across;
    private readonly long* _down;
    private readonly long* _pending;
    private readonly int* _cells;
    private readonly int* _above;
    private int _pendingRows;
    private int _filled;

    /// <param name="width">Of the picture as stored, in pixels.</param>
    /// <param name="height">Of the picture as stored, in pixels.</param>
    /// <param name="memory">At least <see cref="BytesFor"/>.</param>
    public WindowSums(int width, int height, nint memory)
    {
        _pixelWidth = width;
        _pixelHeight = height;
        _pixelsOfCell = PixelsOfCell(width, height);
        (Width, Height) = SizeOf(width, height);
        long plane = PlaneLength(Width, Height);
        _grey = (long*)memory;
        _across = _grey + plane;
        _down = _across + plane;
        _pending = _down + plane;
        _cells = (int*)(_pending + Width);
        _above = _cells + Width;

        // The sums above the first row.
        foreach (nint first in new[] { (nint)_grey, (nint)_across, (nint)_down })
            new Span<long>((void*)first, Width + 1).Clear();

        new Span<long>(_pending, Width).Clear();
    }

    /// <summary>Cells across.</summary>
    public int Width { get; }

    /// <summary>Cells down.</summary>
    public int Height { get; }

    /// <summary>The memory that the sums of a picture take.</summary>
    public static long BytesFor(int width, int height)
    {
        (int cellWidth, int cellHeight) = SizeOf(width, height);
        return (((3 * PlaneLength(cellWidth, cellHeight)) + cellWidth) * sizeof(long)) + (2L * cellWidth * sizeof(int));
    }

    /// <summary>Takes in the next row of the picture.</summary>
    /// <param name="grey">A pixel's grey each, 2125 R + 7154 G + 721 B.</param>
    public void AddRow(int* grey)
    {
        if (_pixelsOfCell == 1)
        {
            AddCells(grey);
            return;
        }

        for (int cell = 0, x = 0; cell < Width; cell++)
        {
            long sum = 0;
            for (int end = Math.Min(x + _pixelsOfCell, _pixelWidth); x < end; x++)
                sum += grey[x];

            _pending[cell] += sum;
        }

        _pendingRows++;
        if (_pendingRows == _pixelsOfCell || (_filled * (long)_pixelsOfCell) + _pendingRows == _pixelHeight)
            AddPending();
    }

    /// <summary>The sum of grey in a box.</summary>
    public long Grey(CellBox box) => Sum(_grey, box);

    /// <summary>The sum of differences between neighbours in a row, of those within a box.</summary>
    public long Across(CellBox box) => box.Width < 2 ? 0 : Sum(_across, box with { Left = box.Left + 1 });

    /// <summary>The sum of differences between neighbours in a column, of those within a box.</summary>
    public long Down(CellBox box) => box.Height < 2 ? 0 : Sum(_down, box with { Top = box.Top + 1 });

    private static int PixelsOfCell(int width, int height) => (Math.Max(width, height) + MaxCells - 1) / MaxCells;

    private static (int Width, int Height) SizeOf(int width, int height)
    {
        int pixels = PixelsOfCell(width, height);
        return ((width + pixels - 1) / pixels, (height + pixels - 1) / pixels);
    }

    private static long PlaneLength(int width, int height) => (width + 1L) * (height + 1L);

    private void AddPending()
    {
        for (int cell = 0, x = 0; cell < Width; cell++, x += _pixelsOfCell)
        {
            long pixels = (long)_pendingRows * Math.Min(_pixelsOfCell, _pixelWidth - x);
            _cells[cell] = (int)(_pending[cell] / pixels);
        }

        new Span<long>(_pending, Width).Clear();
        _pendingRows = 0;
        AddCells(_cells);
    }

    private void AddCells(int* cells)
    {
        long place = _filled * (Width + 1L);
        long* grey = _grey + place;
        long* across = _across + place;
        long* down = _down + place;
        int stride = Width + 1;
        grey[stride] = across[stride] = down[stride] = 0;
        long greySum = 0;
        long acrossSum = 0;
        long downSum = 0;
        int left = cells[0];
        int* above = _filled == 0 ? cells : _above;
        for (int x = 0; x < Width; x++)
        {
            int value = cells[x];
            greySum += value;
            acrossSum += Math.Abs(value - left);
            downSum += Math.Abs(value - above[x]);
            grey[stride + x + 1] = grey[x + 1] + greySum;
            across[stride + x + 1] = across[x + 1] + acrossSum;
            down[stride + x + 1] = down[x + 1] + downSum;
            left = value;
        }

        new ReadOnlySpan<int>(cells, Width).CopyTo(new Span<int>(_above, Width));
        _filled++;
    }

    private long Sum(long* plane, CellBox box)
    {
        long* top = plane + (box.Top * (Width + 1L));
        long* bottom = plane + (box.Bottom * (Width + 1L));
        return bottom[box.Right] - bottom[box.Left] - top[box.Right] + top[box.Left];
    }
}
