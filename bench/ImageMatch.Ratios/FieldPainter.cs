using ImageMatch.Signatures;

namespace ImageMatch.Ratios;

/// <summary>The easy case: fields of noise whose amplitude falls as frequency grows (in the plane: octaves of equal strength), as in textured pictures.</summary>
internal static class FieldPainter
{
    private const int Size = 64;

    public static Picture Paint(Random random)
    {
        var field = new double[Size * Size];
        for (int cells = 2; cells <= Size / 2; cells *= 2)
            AddOctave(field, cells, random);

        var picture = new Picture(Size, Size, 1);
        Span<byte> rows = picture.NextRows(Size);
        for (int i = 0; i < field.Length; i++)
            rows[i] = (byte)Math.Clamp(128 + (50 * field[i]), 0, 255);

        picture.Advance(Size);
        return picture;
    }

    private static void AddOctave(double[] field, int cells, Random random)
    {
        int corners = cells + 1;
        var heights = new double[corners * corners];
        for (int i = 0; i < heights.Length; i++)
            heights[i] = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;

        int step = Size / cells;
        for (int y = 0; y < Size; y++)
        {
            int top = y / step * corners;
            double down = y % step / (double)step;
            for (int x = 0; x < Size; x++)
            {
                int corner = top + (x / step);
                double right = x % step / (double)step;
                double upper = heights[corner] + (right * (heights[corner + 1] - heights[corner]));
                double lower = heights[corner + corners] + (right * (heights[corner + corners + 1] - heights[corner + corners]));
                field[(y * Size) + x] += upper + (down * (lower - upper));
            }
        }
    }
}
