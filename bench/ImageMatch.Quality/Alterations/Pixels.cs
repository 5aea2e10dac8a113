using NetVips;

namespace ImageMatch.Quality.Alterations;

/// <summary>
/// Pictures as alterations take and give them: three bytes a pixel, in memory. Steps between hold no pixels, since libvips computes when asked, and are left to the
/// garbage collector.
/// </summary>
internal static class Pixels
{
    /// <summary>Reads a file.</summary>
    public static Image Read(string file)
    {
        using Image image = Image.NewFromFile(file);
        return Rgb(image);
    }

    /// <summary>Computes what was asked for: libvips does it lazily.</summary>
    public static Image Rgb(this Image image)
    {
        using Image srgb = image.Colourspace(Enums.Interpretation.Srgb);
        using Image opaque = srgb.Bands > 3 ? srgb.ExtractBand(0, n: 3) : srgb.Copy();
        using Image bytes = opaque.Cast(Enums.BandFormat.Uchar);
        return bytes.CopyMemory();
    }

    /// <summary>Without loss, and quick to write.</summary>
    public static byte[] Encode(this Image image) => image.PngsaveBuffer(compression: 1, filter: Enums.ForeignPngFilter.None);
}
