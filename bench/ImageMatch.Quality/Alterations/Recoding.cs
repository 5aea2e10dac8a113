using ImageMagick;
using NetVips;

namespace ImageMatch.Quality.Alterations;

/// <summary>Compressed again, at other sizes, and as several programs save: each by that program's own encoder or with its settings.</summary>
internal static class Recoding
{
    public static IEnumerable<Alteration> All { get; } =
    [
        Alteration.Of("jpeg10", image => Jpeg(image, 10)),
        Alteration.Of("jpeg40", image => Jpeg(image, 40)),
        Alteration.Of("half", image => image.Resize(0.5).Rgb()),
        Alteration.Of("quarter", image => image.Resize(0.25).Rgb()),
        Alteration.Of("squash", image => image.Resize(0.5, vscale: 1).Rgb()),
        // What Pillow writes when nothing is asked for.
        Alteration.Of("4:2:0 Pillow 75", image => Jpeg(image, 75)),
        Alteration.Of("4:2:0 GIMP 90", image => Decode(image.JpegsaveBuffer(q: 90, subsampleMode: Enums.ForeignSubsample.On, interlace: true, optimizeCoding: true))),
        Alteration.Of("4:2:0 IrfanView 80", image => Decode(image.JpegsaveBuffer(q: 80, subsampleMode: Enums.ForeignSubsample.On, optimizeCoding: true))),
        Alteration.Of("4:2:0 ImageMagick 92", image => Magick(image, 92)),
        Alteration.Of("4:2:0 ImageMagick 60", image => Magick(image, 60)),
        // Messengers make pictures smaller and compress them hard.
        Alteration.Of("4:2:0 messenger", image => Decode(image.ThumbnailImage(320, size: Enums.Size.Down).JpegsaveBuffer(q: 70, subsampleMode: Enums.ForeignSubsample.On, interlace: true))),
        Alteration.Of("WebP 4:2:0 75", image => Decode(image.WebpsaveBuffer(q: 75))),
    ];

    private static Image Jpeg(Image image, int quality) => Decode(image.JpegsaveBuffer(q: quality, subsampleMode: Enums.ForeignSubsample.On));

    private static Image Magick(Image image, uint quality)
    {
        using var magick = new MagickImage(image.Encode(), MagickFormat.Png) { Quality = quality };
        magick.Settings.SetDefine(MagickFormat.Jpeg, "sampling-factor", "4:2:0");
        return Decode(magick.ToByteArray(MagickFormat.Jpeg));
    }

    private static Image Decode(byte[] file)
    {
        using Image image = Image.NewFromBuffer(file);
        return image.Rgb();
    }
}
