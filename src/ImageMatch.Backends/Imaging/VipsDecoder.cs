using System.Buffers;
using ImageMatch.Imaging;
using NetVips;

namespace ImageMatch.Backends.Imaging;

/// <summary>
/// Reads JPEG, PNG, WebP, TIFF, GIF, AVIF and SVG with libvips, in strips. Pixels are those that Pillow gives after conversion to 8-bit RGB, bit for bit:
/// colour profiles are not applied.
/// </summary>
public sealed class VipsDecoder : IImageDecoder
{
    /// <summary>SVG has no pixels of its own: what claims to be larger is drawn at this size.</summary>
    private const int MaxSvgSide = 4096;

    static VipsDecoder()
    {
        // One picture, one core: pictures are read in parallel. The cache would keep pixels of files that changed since.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;

        // Warnings would be printed to the standard error of whatever program this runs in.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, static (_, _, _) => { });
        Log.SetLogHandler("GLib-GObject", Enums.LogLevelFlags.Warning, static (_, _, _) => { });
    }

    /// <inheritdoc/>
    public string Name => "libvips";

    /// <inheritdoc/>
    public string Version { get; } = $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";

    /// <inheritdoc/>
    public bool CanDecode(ImageFormat format) => format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.WebP or ImageFormat.Tiff
        or ImageFormat.Gif or ImageFormat.Avif or ImageFormat.Svg;

    /// <inheritdoc/>
    public IPixelReader Open(ReadOnlyMemory<byte> content, ImageFormat format, int frame, ImageLimits limits)
    {
        if (format == ImageFormat.Tiff)
            RefuseUnsafe(new TiffDirectory(content.Span));

        return Open(content, source => Load(source, format, frame), (image, pinned) =>
        {
            limits.CheckPixels(image.Width, image.Height);
            if (image.Format is Enums.BandFormat.Float or Enums.BandFormat.Double)
                throw Unreadable("samples are fractions");

            FrameCheck.Require(frame, VipsReader.FramesOf(image));
            return new VipsReader(image, pinned);
        });
    }

    /// <inheritdoc/>
    public IPixelReader? OpenRoll(ReadOnlyMemory<byte> content, ImageFormat format, ImageLimits limits)
    {
        // A frame that is opened by itself is decoded after all before it.
        if (format is not (ImageFormat.Gif or ImageFormat.WebP))
            return null;

        return Open(content, source => LoadRoll(source, format), (image, pinned) => new VipsReader(image, pinned, isRoll: true));
    }

    /// <inheritdoc/>
    public bool KeepsHiddenColours(ImageFormat format) => format != ImageFormat.Gif;

    private static unsafe VipsReader Open(ReadOnlyMemory<byte> content, Func<Source, Image> load, Func<Image, MemoryHandle, VipsReader> read)
    {
        var pinned = content.Pin();
        Image? image = null;
        try
        {
            using var source = VipsLibrary.NewSource((byte*)pinned.Pointer, content.Length);
            image = load(source);
            return read(image, pinned);
        }
        catch (Exception e)
        {
            image?.Dispose();
            pinned.Dispose();
            if (e is VipsException error)
                throw VipsErrors.Translate(error);
            throw;
        }
    }

    /// <summary>libvips takes brightness and colour differences for red, green and blue, where no JPEG compression translates them.</summary>
    private static void RefuseUnsafe(TiffDirectory directory)
    {
        const int BrightnessAndColour = 6;
        const int JpegCompression = 7;
        if (directory.Photometric == BrightnessAndColour && directory.Compression != JpegCompression)
            throw Unreadable("YCbCr without JPEG compression");
    }

    private static ImageException Unreadable(string reason) => new(ImageError.UnreadablePicture, $"libvips: {reason} (not supported)");

    private static Image LoadRoll(Source source, ImageFormat format)
    {
        const Enums.Access Access = Enums.Access.Sequential;
        const Enums.FailOn FailOn = Enums.FailOn.Truncated;
        return format == ImageFormat.Gif
            ? Image.GifloadSource(source, n: -1, access: Access, failOn: FailOn)
            : Image.WebploadSource(source, n: -1, access: Access, failOn: FailOn);
    }

    private static Image Load(Source source, ImageFormat format, int frame)
    {
        const Enums.Access Access = Enums.Access.Sequential;
        const Enums.FailOn FailOn = Enums.FailOn.Truncated;
        return format switch
        {
            ImageFormat.Jpeg => Image.JpegloadSource(source, access: Access, failOn: FailOn),
            ImageFormat.Png => Image.PngloadSource(source, access: Access, failOn: FailOn),
            ImageFormat.WebP => Image.WebploadSource(source, page: frame, access: Access, failOn: FailOn),
            // Less strict, it leaves what it cannot read black.
            ImageFormat.Tiff => Image.TiffloadSource(source, page: frame, access: Access, failOn: Enums.FailOn.Error),
            ImageFormat.Gif => Image.GifloadSource(source, page: frame, access: Access, failOn: FailOn),
            ImageFormat.Avif => Image.HeifloadSource(source, page: frame, access: Access, failOn: FailOn),
            ImageFormat.Svg => LoadSvg(source),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "libvips is not asked for this format."),
        };

        static Image LoadSvg(Source source)
        {
            var image = Image.SvgloadSource(source, access: Access, failOn: FailOn);
            int side = Math.Max(image.Width, image.Height);
            if (side <= MaxSvgSide)
                return image;

            image.Dispose();
            return Image.SvgloadSource(source, scale: (double)MaxSvgSide / side, access: Access, failOn: FailOn);
        }
    }
}
