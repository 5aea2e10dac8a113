namespace ImageMatch.Imaging;

/// <summary>The formats that are told apart by their first bytes.</summary>
public enum ImageFormat
{
    /// <summary>No picture that is known here.</summary>
    Unknown,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>TIFF, and camera raw files that are TIFF inside.</summary>
    Tiff,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>AVIF.</summary>
    Avif,

    /// <summary>HEIC and HEIF.</summary>
    Heic,

    /// <summary>SVG.</summary>
    Svg,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>Windows icon.</summary>
    Ico,

    /// <summary>Windows cursor.</summary>
    Cur,

    /// <summary>Photoshop document.</summary>
    Psd,

    /// <summary>Truevision TGA.</summary>
    Tga,

    /// <summary>JPEG XL.</summary>
    JpegXl,

    /// <summary>JPEG 2000.</summary>
    Jpeg2000,

    /// <summary>Radiance HDR.</summary>
    Hdr,

    /// <summary>Camera raw.</summary>
    Raw,
}
