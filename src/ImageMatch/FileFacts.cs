using ImageMatch.Imaging;

namespace ImageMatch;

/// <summary>What is known of the file behind a signature. Records written by other programs may lack any of it.</summary>
public sealed record FileFacts
{
    /// <summary>Bytes.</summary>
    public long? Length { get; init; }

    /// <summary>When the file was last written; null for URLs and bytes.</summary>
    public DateTimeOffset? LastWriteTime { get; init; }

    /// <summary>SHA-256 of the bytes, cut to its first 16 bytes, in lower-case hexadecimal.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Width in pixels, as shown.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels, as shown.</summary>
    public int? Height { get; init; }

    /// <summary>The format that the bytes tell.</summary>
    public ImageFormat? Format { get; init; }

    /// <summary>Pages or frames in the file; null where that is not known.</summary>
    public int? FrameCount { get; init; }

    /// <summary>What the picture was laid over, if it has transparent pixels; null where that is not known.</summary>
    public Background? Background { get; init; }
}
