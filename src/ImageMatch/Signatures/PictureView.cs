namespace ImageMatch.Signatures;

/// <summary>A filled picture seen in some orientation, without its pixels being turned. Valid as long as the picture is.</summary>
/// <param name="Pixels">Address of the first stored pixel.</param>
/// <param name="Channels">Bytes a pixel: 1 or 3.</param>
/// <param name="Rows">The rows of the view.</param>
/// <param name="Columns">The columns of the view.</param>
/// <param name="IsColumnwise">
/// Whether sums run column by column. The reference turns a picture by changing the steps through its memory, and its sums follow that memory.
/// </param>
internal readonly record struct PictureView(nint Pixels, int Channels, PictureAxis Rows, PictureAxis Columns, bool IsColumnwise)
{
    /// <summary>The view in memory order, turned and mirrored as an orientation says; inverting is left to the signature.</summary>
    public PictureView Turned(Orientation orientation)
    {
        PictureView view = this;
        for (int turn = 0; turn < orientation.Turns(); turn++)
            view = view with { Rows = view.Columns, Columns = view.Rows.Reversed, IsColumnwise = !view.IsColumnwise };

        return orientation.IsMirrored() ? view with { Columns = view.Columns.Reversed } : view;
    }
}
