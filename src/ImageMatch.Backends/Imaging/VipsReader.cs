using System.Buffers;
using ImageMatch.Imaging;
using NetVips;

namespace ImageMatch.Backends.Imaging;

/// <summary>A picture opened by libvips, its pixels brought to 8 bits, grey or RGB.</summary>
internal sealed unsafe class VipsReader : IPixelReader
{
    private readonly Image _image;
    private readonly Region _region;
    private readonly bool _isCmyk;
    private MemoryHandle _content;
    private VipsTarget? _target;
    private int _row;

    /// <summary>Takes over an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="content">The memory that it is read from, pinned.</param>
    /// <param name="isRoll">Whether it is an animation, its frames one below the other.</param>
    /// <exception cref="VipsException">Its pixels cannot be brought to 8 bits.</exception>
    public VipsReader(Image image, MemoryHandle content, bool isRoll = false)
    {
        _content = content;
        ExifOrientation = Header(image, "orientation", 1);
        FrameCount = FramesOf(image);
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

    /// <summary>How many frames the file of an image has.</summary>
    public static int FramesOf(Image image) => Math.Max(1, Header(image, "n-pages", 1));

    public void ReadRows(Span<byte> destination, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, checked(count * Width * Channels), nameof(destination));
        try
        {
            fixed (byte* pixels = destination)
                Read(pixels, destination, count);
        }
        catch (VipsException e)
        {
            throw VipsErrors.Translate(e);
        }

        _row += count;
    }

    public void Dispose()
    {
        _target?.Dispose();
        _region.Dispose();
        _image.Dispose();
        _content.Dispose();
    }

    private void Read(byte* pixels, Span<byte> destination, int count)
    {
        // Mostly strip follows strip in memory; animations and transparent pictures come in pieces.
        byte* start = pixels - ((long)_row * Width * Channels);
        if (!_isCmyk && (_target ??= new VipsTarget(start, _image)).Start == start)
            _target.Read(_region, Width, _row, count);
        else
            ReadAndCopy(destination, count);
    }

    private void ReadAndCopy(Span<byte> destination, int count)
    {
        ReadOnlySpan<byte> rows = VipsLibrary.Fetch(_region, Width, _row, count);
        try
        {
            if (_isCmyk)
                Cmyk.ToRgb(rows, 4, destination);
            else
                rows.CopyTo(destination);
        }
        finally
        {
            fixed (byte* memory = rows)
                NetVips.NetVips.Free((nint)memory);
        }
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
