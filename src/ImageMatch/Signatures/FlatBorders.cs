namespace ImageMatch.Signatures;

/// <summary>
/// Finds what flat borders leave of a picture: without frames, bars and the rest of a screenshot. From each side those rows (columns) are dropped of whose grey
/// values at least 99 % lie within 12/255 of the median of the outermost one, twice round, leaving at least a quarter of each side.
/// </summary>
internal static class FlatBorders
{
    private const int Rounds = 2;
    private const int LeastPart = 4;
    private const int Reach = 12 * StripKernel.GreyWeight;
    private const double FlatShare = 0.99;
    private const int Levels = 256;

    /// <summary>The box within the borders; all of the picture where there are none.</summary>
    public static CellBox Find(WindowView view)
    {
        CellBox box = view.All;
        for (int round = 0; round < Rounds; round++)
        {
            box = box with { Top = box.Top + CountFlat(view, box with { Bottom = box.Top + 1 }, 1, 0, Spare(box.Height, view.Height)) };
            box = box with { Bottom = box.Bottom - CountFlat(view, box with { Top = box.Bottom - 1 }, -1, 0, Spare(box.Height, view.Height)) };
            box = box with { Left = box.Left + CountFlat(view, box with { Right = box.Left + 1 }, 0, 1, Spare(box.Width, view.Width)) };
            box = box with { Right = box.Right - CountFlat(view, box with { Left = box.Right - 1 }, 0, -1, Spare(box.Width, view.Width)) };
        }

        return box;
    }

    private static int Spare(int length, int whole) => length - Math.Max(1, whole / LeastPart);

    /// <summary>How many lines are like the outermost, which is the first, and flat.</summary>
    private static int CountFlat(WindowView view, CellBox line, int down, int right, int most)
    {
        int count = 0;
        for (int median = Median(view, line); count < most && IsFlat(view, line, median); count++)
            line = new(line.Top + down, line.Bottom + down, line.Left + right, line.Right + right);

        return count;
    }

    private static int Median(WindowView view, CellBox line)
    {
        Span<int> counts = stackalloc int[Levels];
        counts.Clear();
        int length = line.Height * line.Width;
        for (int i = 0; i < length; i++)
            counts[(int)(view.Grey(CellAt(line, i)) / StripKernel.GreyWeight)]++;

        int level = 0;
        for (int left = length / 2; left >= counts[level]; level++)
            left -= counts[level];

        return level * StripKernel.GreyWeight;
    }

    private static bool IsFlat(WindowView view, CellBox line, int median)
    {
        int length = line.Height * line.Width;
        int others = (int)((1 - FlatShare) * length);
        for (int i = 0; i < length; i++)
        {
            if (Math.Abs(view.Grey(CellAt(line, i)) - median) > Reach && others-- == 0)
                return false;
        }

        return true;
    }

    /// <summary>A cell of a line, which is one cell high or one cell wide.</summary>
    private static CellBox CellAt(CellBox line, int i) => line.Height == 1
        ? line with { Left = line.Left + i, Right = line.Left + i + 1 }
        : line with { Top = line.Top + i, Bottom = line.Top + i + 1 };
}
