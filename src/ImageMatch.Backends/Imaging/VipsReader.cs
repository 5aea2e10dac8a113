using System.Runtime.InteropServices;
using ImageMatch.Imaging;
using NetVips;

namespace ImageMatch.Backends.Imaging;

/// <summary>A picture opened by libvips, its pixels brought to 8 bits, grey or RGB.</summary>
internal sealed unsafe class VipsReader : IPixelReader
{
    /// <summary>NetVips copies what it fetches into a new array; the function below it is called directly instead.</summary>
    private static readonly delegate* unmanaged[Cdecl]<nint, int, int, int, int, nuint*, byte*> Fetch =
        (delegate* unmanaged[Cdecl]<nint, int, int, int, int, nuint*, byte*>)NativeLibrary.GetExport(
            NativeLibrary.Load(LibraryName, typeof(Image).Assembly, null), "vips_region_fetch");

    private readonly Image _image;
    private readonly Region _region;
    private readonly bool _isCmyk;
    private int _row;

    /// <summary>Takes over an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="isRoll">Whether it is an animation, its frames one below the other.</param>
    /// <exception cref="VipsException">Its pixels cannot be brought to 8 bits.</exception>
    public VipsReader(Image image, bool isRoll = false)
    {
        ExifOrientation = Header(image, "orientation", 1);
        FrameCount = Math.Max(1, Header(image, "n-pages", 1));
        _isCmyk = image.Interpretation == Enums.Interpretation.Cmyk && image.Bands >= 4;
        int frameHeight = isRoll ? Header(image, "page-height", image.Height) : image.Height;
        _image = To8Bit(image);
        _region = Region.New(_image);
        Width = _image.Width;
        Height = frameHeight;
        Channels = _isCmyk ? 3 : _image.Bands;
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    public int ExifOrientation { get; }

    public int FrameCount { get; }

    private static string LibraryName =>
        OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42";

    public void ReadRows(Span<byte> destination, int count)
    {
        nuint length = 0;
        byte* pixels = Fetch(_region.DangerousGetHandle(), 0, _row, Width, count, &length);
        if (pixels is null)
            throw VipsErrors.Translate(new VipsException("unable to fetch from region"));

        try
        {
            var rows = new ReadOnlySpan<byte>(pixels, checked((int)length));
            if (_isCmyk)
                Cmyk.ToRgb(rows, 4, destination);
            else
                rows.CopyTo(destination);
        }
        finally
        {
            NetVips.NetVips.Free((nint)pixels);
        }

        _row += count;
    }

    public void Dispose()
    {
        _region.Dispose();
        _image.Dispose();
    }

    private static int Header(Image image, string name, int otherwise) => image.Contains(name) && image.Get(name) is int value ? value : otherwise;

    private Image To8Bit(Image image)
    {
        if (!_isCmyk && image.Interpretation is not (Enums.Interpretation.Srgb or Enums.Interpretation.Bw or Enums.Interpretation.Rgb16
            or Enums.Interpretation.Grey16 or Enums.Interpretation.Multiband or Enums.Interpretation.Rgb))
        {
            image = Replace(image, image.Colourspace(Enums.Interpretation.Srgb));
        }

        // The upper 8 bits, as Pillow takes them from 16-bit RGB.
        if (image.Format != Enums.BandFormat.Uchar)
            image = Replace(image, image.Cast(Enums.BandFormat.Uchar, shift: true));

        return image.Bands > 4 ? Replace(image, image.ExtractBand(0, n: 4)) : image;
    }

    private static Image Replace(Image old, Image made)
    {
        old.Dispose();
        return made;
    }
}
