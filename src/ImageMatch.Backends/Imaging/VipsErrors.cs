using ImageMatch.Imaging;
using NetVips;

namespace ImageMatch.Backends.Imaging;

/// <summary>What libvips says, as the engine says it.</summary>
internal static class VipsErrors
{
    /// <summary>The engine's exception for one of libvips.</summary>
    public static ImageException Translate(VipsException e)
    {
        // The first line is NetVips's own. The others are libvips's: one log for all threads, so they serve to be read, not to decide by.
        string[] lines = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string reason = lines.Length > 1 ? $"libvips: {string.Join("; ", lines.Skip(1).Distinct())}" : "";
        return new ImageException(ImageError.UnreadablePicture, reason, e);
    }
}
