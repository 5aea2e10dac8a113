using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>
/// Reads ordinary JPEG files with the system's libjpeg-turbo, in a good half of the time that libvips takes and with the same pixels, bit for bit. It refuses whatever
/// is damaged or unusual, so that libvips judges it, and of what is unusual says nothing.
/// </summary>
public sealed class TurboDecoder : IImageDecoder
{
    /// <summary>Decoding is one call that nothing interrupts; more pixels would let a cancelled one go on for seconds.</summary>
    private const long MaxPixels = 100_000_000;

    private readonly TurboJpeg _library;

    private TurboDecoder(TurboJpeg library, VipsDecoder equal)
    {
        _library = library;
        Name = equal.Name + "/libjpeg-turbo";
        Version = equal.Version;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>That of libvips: the API does not tell its own, and the pixels are those of libvips.</summary>
    public string Version { get; }

    /// <summary>The decoder, where the system has libjpeg-turbo; otherwise null.</summary>
    /// <param name="equal">The decoder that gives the same pixels.</param>
    public static TurboDecoder? Find(VipsDecoder equal) => TurboJpeg.Installed is { } library ? new(library, equal) : null;

    /// <inheritdoc/>
    public bool CanDecode(ImageFormat format) => format == ImageFormat.Jpeg;

    /// <inheritdoc/>
    public IPixelReader Open(ReadOnlyMemory<byte> content, ImageFormat format, int frame, ImageLimits limits)
    {
        if (frame != 0 || JpegHeader.Read(content.Span) is not { } header || (long)header.Width * header.Height > MaxPixels)
            throw new ImageException(ImageError.UnreadablePicture, "");

        return new Reader(_library, content, header);
    }

    private sealed class Reader(TurboJpeg library, ReadOnlyMemory<byte> content, JpegHeader header) : IPixelReader
    {
        public int Width => header.Width;

        public int Height => header.Height;

        public int Channels => header.Components;

        public int ExifOrientation => header.ExifOrientation;

        public int FrameCount => 1;

        public bool ReadsWhole => true;

        public void ReadRows(Span<byte> destination, int count)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(count, Height);
            library.Decode(content.Span, header, destination);
        }

        public void Dispose()
        {
        }
    }
}
