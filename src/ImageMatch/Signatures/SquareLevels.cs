namespace ImageMatch.Signatures;

/// <summary>The mean grey of each square, in double and in the reference's order of operations.</summary>
internal static unsafe class SquareLevels
{
    private static readonly double[] Red = Weigh(0.2125);
    private static readonly double[] Green = Weigh(0.7154);
    private static readonly double[] Blue = Weigh(0.0721);
    private static readonly double[] Grey = [.. Enumerable.Range(0, 256).Select(value => Red[value] + Green[value] + Blue[value])];

    /// <summary>Measures the squares around all points of a grid.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="rows">The grid's rows.</param>
    /// <param name="columns">The grid's columns.</param>
    /// <param name="size">Side of the squares in pixels.</param>
    /// <param name="levels">Receives rows x columns levels, row by row.</param>
    public static void Measure(PictureView picture, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, int size, Span<double> levels)
    {
        int i = 0;
        foreach (int row in rows)
        {
            (int top, int bottom) = SamplingGrid.Square(row, size, picture.Rows.Length);
            foreach (int column in columns)
            {
                (int left, int right) = SamplingGrid.Square(column, size, picture.Columns.Length);
                levels[i++] = Mean(picture, top, bottom, left, right);
            }
        }
    }

    private static double Mean(PictureView picture, int top, int bottom, int left, int right)
    {
        nint first = picture.Pixels + picture.Rows.Offset(top) + picture.Columns.Offset(left);
        (int lines, nint lineStep) = (bottom - top, picture.Rows.Step);
        (int length, nint step) = (right - left, picture.Columns.Step);
        if (picture.IsColumnwise)
            (lines, lineStep, length, step) = (length, step, lines, lineStep);

        double* piece = stackalloc double[PairwiseSum.PieceLength];
        int held = 0;
        double sum = 0;
        for (int line = 0; line < lines; line++)
        {
            var pixel = (byte*)(first + (line * lineStep));
            for (int i = 0; i < length; i++, pixel += step)
            {
                piece[held++] = picture.Channels == 3 ? Red[pixel[0]] + Green[pixel[1]] + Blue[pixel[2]] : Grey[pixel[0]];
                if (held == PairwiseSum.PieceLength)
                {
                    sum += PairwiseSum.Of(new(piece, held));
                    held = 0;
                }
            }
        }

        sum += PairwiseSum.Of(new(piece, held));
        return sum / ((double)lines * length);
    }

    private static double[] Weigh(double weight) => [.. Enumerable.Range(0, 256).Select(value => weight * (value * (1 / 255.0)))];
}
