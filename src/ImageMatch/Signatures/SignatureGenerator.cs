using System.Buffers;

namespace ImageMatch.Signatures;

/// <summary>
/// Signs pictures by the method of Wong, Bern and Goldberg ("An image signature for any kind of image", ICIP 2002) as the Python image_match computes it, to
/// the last bit: crop, grid, levels of squares, differences, thresholds. Safe to be called from several threads.
/// </summary>
public sealed class SignatureGenerator
{
    /// <summary>Makes a generator.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SignatureGenerator(SignatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
    }

    /// <summary>The options that it signs by.</summary>
    public SignatureOptions Options { get; }

    /// <summary>Signs a filled picture as it would be signed after the change.</summary>
    /// <param name="picture">The picture, filled to its last row; what follows starts from its upright form.</param>
    /// <param name="orientation">What is done to the upright picture before signing.</param>
    /// <exception cref="ArgumentException"><see cref="SignatureOptions.FixedRatio"/> is set and the picture is not square.</exception>
    /// <exception cref="InvalidOperationException">Rows of the picture are missing.</exception>
    public Signature Sign(Picture picture, Orientation orientation = Orientation.Unchanged)
    {
        ArgumentNullException.ThrowIfNull(picture);
        PictureView view = picture.View(orientation);
        Signature signature = SignWindow(view, CropWindow.Find(view.Rows, view.Columns, Options), orientation.IsInverted());
        GC.KeepAlive(picture);
        return signature;
    }

    /// <summary>Signs a filled picture in all 16 orientations, indexed by <see cref="Orientation"/>.</summary>
    /// <param name="picture">The picture, filled to its last row.</param>
    /// <exception cref="ArgumentException"><see cref="SignatureOptions.FixedRatio"/> is set and the picture is not square.</exception>
    /// <exception cref="InvalidOperationException">Rows of the picture are missing.</exception>
    public IReadOnlyList<Signature> SignAll(Picture picture)
    {
        var signatures = new Signature[Orientations.Count];
        for (var orientation = Orientation.Unchanged; orientation < Orientation.Inverted; orientation++)
        {
            Signature signature = Sign(picture, orientation);
            signatures[(int)orientation] = signature;
            signatures[(int)(orientation | Orientation.Inverted)] = signature.Permuted(Orientation.Inverted, Options);
        }

        return signatures;
    }

    /// <summary>Makes a signature of levels: differences, then thresholds.</summary>
    /// <param name="measure">Writes n x n levels, row by row.</param>
    /// <param name="options">The options of the signature.</param>
    internal static Signature SignLevels(Action<Span<double>> measure, SignatureOptions options)
    {
        double[] levelArray = ArrayPool<double>.Shared.Rent(options.GridSize * options.GridSize);
        double[] differenceArray = ArrayPool<double>.Shared.Rent(options.ValueCount);
        sbyte[] valueArray = ArrayPool<sbyte>.Shared.Rent(options.ValueCount);
        try
        {
            Span<double> levels = levelArray.AsSpan(0, options.GridSize * options.GridSize);
            Span<double> differences = differenceArray.AsSpan(0, options.ValueCount);
            Span<sbyte> values = valueArray.AsSpan(0, options.ValueCount);
            measure(levels);
            Neighborhood.Compare(levels, options, differences);
            Thresholds.Apply(differences, options, values);
            return new Signature(values);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(levelArray);
            ArrayPool<double>.Shared.Return(differenceArray);
            ArrayPool<sbyte>.Shared.Return(valueArray);
        }
    }

    private Signature SignWindow(PictureView view, CropWindow window, bool inverted)
    {
        Signature signature = SignLevels(levels => Measure(view, window, levels), Options);
        return inverted ? signature.Permuted(Orientation.Inverted, Options) : signature;
    }

    private void Measure(PictureView view, CropWindow window, Span<double> levels)
    {
        Span<int> rows = stackalloc int[Options.GridSize];
        Span<int> columns = stackalloc int[Options.GridSize];
        SamplingGrid.Place(window.Top, window.Bottom, rows);
        SamplingGrid.Place(window.Left, window.Right, columns);
        SquareLevels.Measure(view, rows, columns, SamplingGrid.SquareSize(view.Rows.Length, view.Columns.Length, Options), levels);
    }
}
