using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class SquareLevelsTests
{
    /// <summary>Squares of up to 130 x 130 pixels: more than one of the pieces that numpy buffers.</summary>
    [Fact]
    public void Levels_are_summed_in_the_order_of_numpy_to_the_last_bit() =>
        (from width in Gen.Int[1, 140]
         from height in Gen.Int[1, 140]
         from channels in Gen.OneOfConst(1, 3)
         from pixels in Gen.Byte.Array[width * height * channels]
         from size in Gen.Int[1, 130]
         from row in Gen.Int[0, 139]
         from column in Gen.Int[0, 139]
         from upright in Gen.Int[1, 8].Select(Orientations.FromExif)
         from orientation in Gen.Enum<Orientation>()
         select (pixels: new RandomPicture(width, height, channels, pixels), size, row, column, upright, orientation))
        .Sample(
            input =>
            {
                using Picture picture = input.pixels.ToPicture(input.upright);
                PictureView view = picture.View(input.orientation);
                int row = input.row % view.Rows.Length;
                int column = input.column % view.Columns.Length;
                double[] level = new double[1];
                SquareLevels.Measure(view, [row], [column], input.size, level);

                Orientation turned = Orientations.Compose(input.upright, input.orientation) & ~Orientation.Inverted;
                Assert.Equal(Mean(input.pixels.Turned(turned), row, column, input.size, columnwise: ((int)input.orientation & 1) != 0), level[0]);
            },
            iter: 500);

    [Fact]
    public void Short_runs_are_summed_one_value_after_the_other() => Assert.Equal(0.1 + 0.2 + 0.3, PairwiseSum.Of([0.1, 0.2, 0.3]));

    private static double Mean(RandomPicture picture, int row, int column, int size, bool columnwise)
    {
        int top = (int)Math.Max(row - (size / 2.0), 0);
        int left = (int)Math.Max(column - (size / 2.0), 0);
        int bottom = Math.Min(top + size, picture.Height);
        int right = Math.Min(left + size, picture.Width);
        IEnumerable<(int X, int Y)> byRows = Range(top, bottom).SelectMany(y => Range(left, right).Select(x => (x, y)));
        IEnumerable<(int X, int Y)> byColumns = Range(left, right).SelectMany(x => Range(top, bottom).Select(y => (x, y)));
        double[] run = [.. (columnwise ? byColumns : byRows).Select(place => Grey(picture, place.X, place.Y))];
        return run.Chunk(8192).Aggregate(0.0, (sum, piece) => sum + PairwiseSumOf(piece)) / run.Length;

        static IEnumerable<int> Range(int start, int end) => Enumerable.Range(start, end - start);
    }

    private static double Grey(RandomPicture picture, int x, int y)
    {
        Span<byte> pixel = picture.Pixels.AsSpan(((y * picture.Width) + x) * picture.Channels, picture.Channels);
        double red = pixel[0] * (1 / 255.0);
        double green = pixel[picture.Channels / 2] * (1 / 255.0);
        double blue = pixel[^1] * (1 / 255.0);
        double redAndGreen = (0.2125 * red) + (0.7154 * green);
        return redAndGreen + (0.0721 * blue);
    }

    private static double PairwiseSumOf(double[] values)
    {
        if (values.Length < 8)
            return values.Aggregate(0.0, (sum, value) => sum + value);

        if (values.Length > 128)
        {
            int half = values.Length / 2 / 8 * 8;
            return PairwiseSumOf(values[..half]) + PairwiseSumOf(values[half..]);
        }

        double[] s = values[..8];
        int whole = values.Length / 8 * 8;
        for (int i = 8; i < whole; i++)
            s[i % 8] += values[i];

        return values[whole..].Aggregate(((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7])), (sum, value) => sum + value);
    }
}
