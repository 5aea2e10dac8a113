namespace ImageMatch.Backends.Imaging;

/// <summary>Four inks to RGB without a colour profile, by multiplication: the rule of Pillow, so that signatures are equal to the reference's.</summary>
internal static class Cmyk
{
    /// <summary>Converts pixels.</summary>
    /// <param name="inks">Cyan, magenta, yellow and black first; 255 is full ink.</param>
    /// <param name="channels">Bytes a pixel of the inks, at least 4.</param>
    /// <param name="rgb">Three bytes a pixel.</param>
    public static void ToRgb(ReadOnlySpan<byte> inks, int channels, Span<byte> rgb)
    {
        for (int from = 0, to = 0; from < inks.Length; from += channels, to += 3)
        {
            int light = 255 - inks[from + 3];
            for (int i = 0; i < 3; i++)
                rgb[to + i] = (byte)Math.Max(0, light - Product(inks[from + i], light));
        }
    }

    /// <summary>a b / 255, rounded, without a division.</summary>
    private static int Product(int a, int b)
    {
        int product = (a * b) + 128;
        return ((product >> 8) + product) >> 8;
    }
}
