using System.Buffers;
using System.Runtime.Intrinsics.X86;

namespace ImageMatch.Signatures;

/// <summary>The mean grey of each square, in double and in the reference's order of operations.</summary>
internal static unsafe class SquareLevels
{
    private const int LinesAhead = 4;

    /// <summary>Measures the squares around all points of a grid.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="rows">The grid's rows.</param>
    /// <param name="columns">The grid's columns.</param>
    /// <param name="size">Side of the squares in pixels.</param>
    /// <param name="levels">Receives rows x columns levels, row by row.</param>
    public static void Measure(PictureView picture, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, int size, Span<double> levels)
    {
        int longest = Math.Min(size, Math.Max(picture.Rows.Length, picture.Columns.Length));
        double[] run = ArrayPool<double>.Shared.Rent(PairwiseSum.PieceLength + (GreyLevels.LinesAcross * longest));
        int i = 0;
        foreach (int row in rows)
        {
            (int top, int bottom) = SamplingGrid.Square(row, size, picture.Rows.Length);
            foreach (int column in columns)
            {
                (int left, int right) = SamplingGrid.Square(column, size, picture.Columns.Length);
                levels[i++] = Mean(picture, top, bottom, left, right, run);
            }
        }

        ArrayPool<double>.Shared.Return(run);
    }

    /// <summary>Lines that are far from each other in memory are asked for before they are needed.</summary>
    private static void Prefetch(byte* line, nint length)
    {
        if (!Sse.IsSupported || length < 0)
            return;

        for (nint at = 0; at < length; at += PixelBuffer.Alignment)
            Sse.Prefetch0(line + at);
    }

    private static double Mean(PictureView picture, int top, int bottom, int left, int right, double[] run)
    {
        var first = (byte*)(picture.Pixels + picture.Rows.Offset(top) + picture.Columns.Offset(left));
        (int lines, nint lineStep) = (bottom - top, picture.Rows.Step);
        (int length, nint step) = (right - left, picture.Columns.Step);
        if (picture.IsColumnwise)
            (lines, lineStep, length, step) = (length, step, lines, lineStep);

        bool isAcross = Math.Abs(lineStep) == picture.Channels;
        double sum = 0;
        int held = 0;
        fixed (double* grey = run)
        {
            for (int line = 0; line < lines;)
            {
                byte* pixel = first + (line * lineStep);
                if (lines - line > LinesAhead && !isAcross)
                    Prefetch(pixel + (LinesAhead * lineStep), step * length);

                if (isAcross && line <= lines - GreyLevels.LinesAcross)
                {
                    GreyLevels.ConvertAcross(pixel, lineStep, step, length, picture.Channels, grey + held);
                    held += GreyLevels.LinesAcross * length;
                    line += GreyLevels.LinesAcross;
                }
                else
                {
                    GreyLevels.ConvertLine(pixel, step, length, picture.Channels, grey + held);
                    held += length;
                    line++;
                }

                PairwiseSum.AddPieces(run, ref held, ref sum);
            }
        }

        sum += PairwiseSum.Of(run.AsSpan(0, held));
        return sum / ((double)lines * length);
    }
}
