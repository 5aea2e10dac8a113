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
    /// <exception cref="ImageException">The picture cannot be read; the message is empty where the library does not say why.</exception>
    IPixelReader Open(ReadOnlyMemory<byte> content, ImageFormat format, int frame, ImageLimits limits);

    /// <summary>Opens an animation to be read in one pass: after the last row of a frame come those of the next.</summary>
    /// <param name="content">The whole file; it stays valid until the reader is disposed.</param>
    /// <param name="format">The format that the first bytes tell.</param>
    /// <param name="limits">What decoding may cost.</param>
    /// <returns>Null where frames are as well opened one by one.</returns>
    /// <exception cref="ImageException">The picture cannot be read.</exception>
    IPixelReader? OpenRoll(ReadOnlyMemory<byte> content, ImageFormat format, ImageLimits limits) => null;

    /// <summary>Whether transparent pixels have the colours that are hidden in the file; else what they have means nothing.</summary>
    bool KeepsHiddenColours(ImageFormat format) => true;
}
