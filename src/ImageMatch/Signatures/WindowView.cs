namespace ImageMatch.Signatures;

/// <summary>The sums of a picture seen in some orientation. Valid as long as the picture is.</summary>
/// <param name="Sums">The sums as stored.</param>
/// <param name="ToStored">What leads from the view back to the storage.</param>
internal readonly record struct WindowView(WindowSums Sums, Orientation ToStored)
{
    private bool SwapsSides => Orientations.SwapsSides(ToStored);

    /// <summary>Cells down.</summary>
    public int Height => SwapsSides ? Sums.Width : Sums.Height;

    /// <summary>Cells across.</summary>
    public int Width => SwapsSides ? Sums.Height : Sums.Width;

    /// <summary>All of it.</summary>
    public CellBox All => new(0, Height, 0, Width);

    /// <summary>The sum of grey in a box.</summary>
    public long Grey(CellBox box) => Sums.Grey(Stored(box));

    /// <summary>The sum of differences between neighbours in a row, of those within a box.</summary>
    public long Across(CellBox box) => SwapsSides ? Sums.Down(Stored(box)) : Sums.Across(Stored(box));

    /// <summary>The sum of differences between neighbours in a column, of those within a box.</summary>
    public long Down(CellBox box) => SwapsSides ? Sums.Across(Stored(box)) : Sums.Down(Stored(box));

    private CellBox Stored(CellBox box) => box.Turned(Height, Width, ToStored);
}
