using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>What ImageMagick says, as the engine says it.</summary>
internal static class MagickErrors
{
    /// <summary>How its coders say that a file ends too early; there are no codes for it.</summary>
    private static readonly string[] EarlyEnd =
    [
        "premature end", "end of file", "end-of-file", "unexpected end", "insufficient image data", "not enough data", "unable to read image data",
    ];

    /// <summary>The engine's exception for a message of ImageMagick.</summary>
    public static ImageException Damaged(string message, Exception? cause)
    {
        bool isCut = EarlyEnd.Any(words => message.Contains(words, StringComparison.OrdinalIgnoreCase));
        // What follows is a place in its source.
        string reason = message.Split(" @ ")[0].Replace(" `'", "");
        return new ImageException(isCut ? ImageError.TruncatedPicture : ImageError.UnreadablePicture, $"ImageMagick: {reason}", cause);
    }
}
