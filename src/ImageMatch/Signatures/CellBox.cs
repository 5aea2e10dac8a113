namespace ImageMatch.Signatures;

/// <summary>A rectangle of cells.</summary>
/// <param name="Top">First row.</param>
/// <param name="Bottom">The row after the last.</param>
/// <param name="Left">First column.</param>
/// <param name="Right">The column after the last.</param>
internal readonly record struct CellBox(int Top, int Bottom, int Left, int Right)
{
    public int Height => Bottom - Top;

    public int Width => Right - Left;

    /// <summary>The box turned as <see cref="PictureView.Turned"/> turns the picture of this size that it lies in.</summary>
    public CellBox Turned(int height, int width, Orientation orientation)
    {
        CellBox box = this;
        for (int turn = 0; turn < orientation.Turns(); turn++)
        {
            box = new(box.Left, box.Right, height - box.Bottom, height - box.Top);
            (height, width) = (width, height);
        }

        return orientation.IsMirrored() ? box with { Left = width - box.Right, Right = width - box.Left } : box;
    }
}
