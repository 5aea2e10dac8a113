namespace ImageMatch.Signatures;

/// <summary>
/// Signs windows of a picture from its sums alone, without looking at the pixels again. Windows lie in what flat borders leave of the picture. A window with too
/// little in it has no signature: it would be like too many others.
/// </summary>
public sealed class WindowSigner
{
    /// <summary>The share of a signature's values that a window must have other than 0; of those that have neighbours, not quite a third.</summary>
    private const double LeastShare = 0.25;

    private readonly SignatureOptions _options;
    private readonly SignatureOptions _wideOptions;

    /// <summary>Makes a signer of windows.</summary>
    /// <param name="options">The options that pictures are signed by.</param>
    public WindowSigner(SignatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // Windows have any ratio.
        _options = options with { FixedRatio = false };
        _wideOptions = _options with { Crop = false };
    }

    /// <summary>Signs the windows that are stored.</summary>
    /// <param name="picture">The picture, filled to its last row, with sums.</param>
    /// <param name="set">The windows.</param>
    /// <exception cref="InvalidOperationException">Rows of the picture are missing, or it was made without sums.</exception>
    public IReadOnlyList<StoredWindow> SignStored(Picture picture, WindowSet set)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(set);
        WindowView view = picture.Windows(Orientation.Unchanged);
        CellBox box = FlatBorders.Find(view);
        var signatures = new List<StoredWindow>();
        for (int i = 0; i < set.Stored.Length; i++)
        {
            if (Sign(view, set.Stored[i].Within(box), set.HasWideSquares) is { } signature)
                signatures.Add(new StoredWindow(i + 1, signature));
        }

        GC.KeepAlive(picture);
        return signatures;
    }

    /// <summary>Signs the windows by which a picture is asked for; where flat borders were left out, also all that is within.</summary>
    /// <param name="picture">The picture, filled to its last row, with sums.</param>
    /// <param name="set">The windows.</param>
    /// <param name="allOrientations">Whether they are signed as they are after each of the 16 changes, or only as the picture is.</param>
    /// <exception cref="InvalidOperationException">Rows of the picture are missing, or it was made without sums.</exception>
    public IReadOnlyList<AskedWindow> SignAsked(Picture picture, WindowSet set, bool allOrientations = false)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(set);
        WindowView upright = picture.Windows(Orientation.Unchanged);
        CellBox box = FlatBorders.Find(upright);
        var signatures = new List<AskedWindow>();
        for (var orientation = Orientation.Unchanged; orientation < (allOrientations ? Orientation.Inverted : Orientation.Rotated90); orientation++)
            AddAsked(picture.Windows(orientation), box.Turned(upright.Height, upright.Width, orientation), set, orientation, signatures);

        GC.KeepAlive(picture);
        if (allOrientations)
        {
            signatures.AddRange(signatures.ConvertAll(window =>
                window with { Signature = window.Signature.Permuted(Orientation.Inverted, _options), Orientation = window.Orientation | Orientation.Inverted }));
        }

        return signatures;
    }

    private void AddAsked(WindowView view, CellBox box, WindowSet set, Orientation orientation, List<AskedWindow> signatures)
    {
        if (box != view.All)
            Add(PictureWindow.All, isWide: false);

        foreach (PictureWindow window in set.Asked)
            Add(window, set.HasWideSquares);

        void Add(PictureWindow window, bool isWide)
        {
            if (Sign(view, window.Within(box), isWide) is { } signature)
                signatures.Add(new AskedWindow(window, signature, orientation));
        }
    }

    private Signature? Sign(WindowView view, CellBox box, bool isWide)
    {
        if (Math.Min(box.Height, box.Width) < _options.GridSize)
            return null;

        SignatureOptions options = isWide ? _wideOptions : _options;
        CropWindow crop = CropWindow.Find(new RowProfile(view, box), new ColumnProfile(view, box), options);
        int size = SamplingGrid.SquareSize(box.Height, box.Width, options, isWide);
        Signature signature = SignatureGenerator.SignLevels(levels => Measure(view, box, crop, size, levels), options);
        int zeros = signature.Values.Count((sbyte)0);
        return signature.Values.Length - zeros < LeastShare * signature.Values.Length ? null : signature;
    }

    private void Measure(WindowView view, CellBox box, CropWindow crop, int size, Span<double> levels)
    {
        Span<int> rows = stackalloc int[_options.GridSize];
        Span<int> columns = stackalloc int[_options.GridSize];
        SamplingGrid.Place(crop.Top, crop.Bottom, rows);
        SamplingGrid.Place(crop.Left, crop.Right, columns);
        int i = 0;
        foreach (int row in rows)
        {
            (int top, int bottom) = SamplingGrid.Square(row, size, box.Height);
            foreach (int column in columns)
            {
                (int left, int right) = SamplingGrid.Square(column, size, box.Width);
                long sum = view.Grey(new CellBox(box.Top + top, box.Top + bottom, box.Left + left, box.Left + right));
                levels[i++] = (double)sum / ((long)(bottom - top) * (right - left) * WindowSums.White);
            }
        }
    }

    /// <summary>The differences along the rows of a box, accumulated downwards.</summary>
    private readonly record struct RowProfile(WindowView View, CellBox Box) : IProfile
    {
        public int Length => Box.Height;

        public long Accumulated(int position) => View.Across(Box with { Bottom = Box.Top + position + 1 });
    }

    /// <summary>The differences along the columns of a box, accumulated to the right.</summary>
    private readonly record struct ColumnProfile(WindowView View, CellBox Box) : IProfile
    {
        public int Length => Box.Width;

        public long Accumulated(int position) => View.Down(Box with { Right = Box.Left + position + 1 });
    }
}
