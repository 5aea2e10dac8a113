using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

/// <summary>Pixels for property tests, with a plain way to turn them.</summary>
internal sealed record RandomPicture(int Width, int Height, int Channels, byte[] Pixels)
{
    /// <summary>Pictures of all shapes up to 60 x 60, with few or many grey levels so that ties occur.</summary>
    public static Gen<RandomPicture> Any { get; } =
        from width in Gen.Int[1, 60]
        from height in Gen.Int[1, 60]
        from channels in Gen.OneOfConst(1, 3)
        from levels in Gen.OneOfConst(2, 5, 255)
        from pixels in Gen.Int[0, levels].Select(level => (byte)(level * 255 / levels)).Array[width * height * channels]
        select new RandomPicture(width, height, channels, pixels);

    public Picture ToPicture(Orientation upright = Orientation.Unchanged, int rowsAtOnce = 16) =>
        TestPictures.FromPixels(Pixels, Width, Height, Channels, upright, rowsAtOnce);

    /// <summary>The pixels really moved: turned clockwise, mirrored left to right, inverted.</summary>
    public RandomPicture Turned(Orientation orientation)
    {
        RandomPicture turned = this;
        for (int turn = 0; turn < ((int)orientation & 3); turn++)
        {
            RandomPicture before = turned;
            turned = before.Rearranged(before.Height, before.Width, (x, y) => (y, before.Height - 1 - x));
        }

        if (orientation.ToString().Contains("Mirrored", StringComparison.Ordinal))
            turned = turned.Rearranged(turned.Width, turned.Height, (x, y) => (turned.Width - 1 - x, y));

        return orientation < Orientation.Inverted ? turned : turned with { Pixels = [.. turned.Pixels.Select(value => (byte)(255 - value))] };
    }

    private RandomPicture Rearranged(int width, int height, Func<int, int, (int X, int Y)> source)
    {
        byte[] pixels = new byte[Pixels.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int fromX, int fromY) = source(x, y);
                Array.Copy(Pixels, ((fromY * Width) + fromX) * Channels, pixels, ((y * width) + x) * Channels, Channels);
            }
        }

        return new(width, height, Channels, pixels);
    }
}
