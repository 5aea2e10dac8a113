namespace ImageMatch.Imaging;

/// <summary>A library that reads pictures, as the engine sees it.</summary>
public interface IImageDecoder
{
    /// <summary>The library's name, kept with each record. What stands before a slash names the library whose pixels it gives, bit for bit.</summary>
    string Name { get; }

    /// <summary>The library's version, kept with each record.</summary>
    string Version { get; }

    /// <summary>Whether this decoder reads the format.</summary>
    bool CanDecode(ImageFormat format);

    /// <summary>Opens a picture and reads its header.</summary>
    /// <param name="content">The whole file; it stays valid until the reader is disposed.</param>
    /// <param name="format">The format that the first bytes tell.</param>
    /// <param name="frame">The page or animation frame, from 0.</param>
    /// <param name="limits">What decoding may cost; pixels are checked again by the caller.</param>
    /// <exception cref="ImageException">The picture cannot be read.</exception>
    IPixelReader Open(ReadOnlyMemory<byte> content, ImageFormat format, int frame, ImageLimits limits);
}
