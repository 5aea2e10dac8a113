using ImageMagick;
using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>A picture that ImageMagick has read whole.</summary>
internal sealed unsafe class MagickReader : IPixelReader
{
    private readonly MagickImage _image;
    private readonly IUnsafePixelCollection<byte> _pixels;
    private readonly int[] _places;
    private readonly bool _isCmyk;
    private int _row;

    /// <summary>Takes over an image.</summary>
    public MagickReader(MagickImage image, ImageFormat format, int frameCount)
    {
        _image = image;
        FrameCount = frameCount;
        // Files of the HEIF family turn their pixels themselves, and readers are told to pass over the tag.
        ExifOrientation = format is ImageFormat.Heic or ImageFormat.Avif ? 1 : Math.Max(1, (int)image.Orientation);
        _isCmyk = image.ColorSpace == ColorSpace.CMYK;
        if (!_isCmyk && image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray))
            image.ColorSpace = ColorSpace.sRGB;

        bool isGrey = image.ColorSpace == ColorSpace.Gray;
        PixelChannel[] colours = isGrey ? [PixelChannel.Gray]
            : _isCmyk ? [PixelChannel.Cyan, PixelChannel.Magenta, PixelChannel.Yellow, PixelChannel.Black]
            : [PixelChannel.Red, PixelChannel.Green, PixelChannel.Blue];
        if (image.HasAlpha && !_isCmyk)
            colours = [.. colours, PixelChannel.Alpha];

        _pixels = image.GetPixelsUnsafe();
        _places = [.. colours.Select(channel => (int)(_pixels.GetChannelIndex(channel) ?? 0))];
        Channels = _isCmyk ? 3 : _places.Length;
    }

    public int Width => (int)_image.Width;

    public int Height => (int)_image.Height;

    public int Channels { get; }

    public int ExifOrientation { get; }

    public int FrameCount { get; }

    public void ReadRows(Span<byte> destination, int count)
    {
        int step = (int)_pixels.Channels;
        for (int row = 0; row < count; row++, _row++)
        {
            byte* source = (byte*)_pixels.GetAreaPointer(0, _row, _image.Width, 1);
            if (source is null)
                throw MagickErrors.Damaged("no pixels", null);

            var line = new ReadOnlySpan<byte>(source, Width * step);
            var shown = destination.Slice(row * Width * Channels, Width * Channels);
            if (_isCmyk)
                Cmyk.ToRgb(line, step, shown);
            else
                Gather(line, step, shown);
        }
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _image.Dispose();
    }

    private void Gather(ReadOnlySpan<byte> line, int step, Span<byte> shown)
    {
        for (int from = 0, to = 0; from < line.Length; from += step)
        {
            foreach (int place in _places)
                shown[to++] = line[from + place];
        }
    }
}
