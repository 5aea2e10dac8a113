namespace ImageMatch.Signatures;

/// <summary>The part of a picture that is signed: what is left when flat borders are cut off.</summary>
/// <param name="Top">First row.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="Left">First column.</param>
/// <param name="Right">Last column.</param>
internal readonly record struct CropWindow(int Top, int Bottom, int Left, int Right)
{
    /// <summary>Finds the window of a picture: between two percentiles of the differences accumulated along each axis.</summary>
    /// <exception cref="ArgumentException"><see cref="SignatureOptions.FixedRatio"/> is set and the picture is not square.</exception>
    public static CropWindow Find<TProfile, TOther>(TProfile rows, TOther columns, SignatureOptions options)
        where TProfile : struct, IProfile
        where TOther : struct, IProfile
    {
        if (!options.Crop)
            return new(0, rows.Length, 0, columns.Length);

        if (options.FixedRatio && rows.Length != columns.Length)
        {
            throw new ArgumentException(
                $"With the option {nameof(options.FixedRatio)} only square pictures can be signed; this one is {columns.Length} x {rows.Length}.",
                nameof(options));
        }

        (int top, int bottom) = Limits(rows, options);
        (int left, int right) = Limits(columns, options);
        if (options.FixedRatio && bottom - top > right - left)
            (left, right) = (top, bottom);
        else if (options.FixedRatio)
            (top, bottom) = (left, right);

        return new(top, bottom, left, right);
    }

    private static (int Lower, int Upper) Limits<TProfile>(TProfile axis, SignatureOptions options)
        where TProfile : struct, IProfile
    {
        int lower = FirstAbove(axis, (long)decimal.Floor(Percentile(axis, options.LowerPercentile)));
        int upper = FirstAbove(axis, (long)decimal.Ceiling(Percentile(axis, options.UpperPercentile)) - 1);
        return lower <= upper
            ? (lower, upper)
            : ((int)(options.LowerPercentile / 100 * axis.Length), (int)(options.UpperPercentile / 100 * axis.Length));
    }

    /// <summary>The percentile of the accumulated differences, between neighbours by linear interpolation. In decimal: exact.</summary>
    private static decimal Percentile<TProfile>(TProfile axis, double percentile)
        where TProfile : struct, IProfile
    {
        decimal position = (decimal)percentile * (axis.Length - 1) / 100;
        int index = (int)position;
        long value = axis.Accumulated(index);
        return index == axis.Length - 1 ? value : value + ((axis.Accumulated(index + 1) - value) * (position - index));
    }

    /// <summary>The first position whose accumulated differences exceed a value; the axis's length if none does.</summary>
    private static int FirstAbove<TProfile>(TProfile axis, long value)
        where TProfile : struct, IProfile
    {
        int low = 0;
        int high = axis.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (axis.Accumulated(middle) > value)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
