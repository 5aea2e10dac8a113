using ImageMatch.Imaging;
using NetVips;

namespace ImageMatch.Backends.Imaging;

/// <summary>What libvips says, as the engine says it.</summary>
internal static class VipsErrors
{
    /// <summary>The errors of the libraries below libvips for a file that ends too early; they have no codes.</summary>
    private static readonly string[] SignsOfAnEarlyEnd =
    [
        "premature end", "Premature end", "end of file", "End of file", "read error", "unexpected end", "Insufficient data", "truncated", "Truncated",
    ];

    /// <summary>The engine's exception for one of libvips.</summary>
    public static ImageException Translate(VipsException e)
    {
        string[] lines = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // The first line is NetVips's own; the cause is in those of libvips.
        string reason = lines.Length > 1 ? string.Join("; ", lines.Skip(1).Distinct()) : lines.FirstOrDefault("no reason given");
        return SignsOfAnEarlyEnd.Any(reason.Contains)
            ? new ImageException(ImageError.TruncatedPicture, $"the picture ends before its last pixel (libvips: {reason}). Get the whole file.", e)
            : new ImageException(ImageError.UnreadablePicture, $"the picture is damaged or of an unusual kind (libvips: {reason}).", e);
    }
}
