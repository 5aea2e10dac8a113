using System.Collections.Frozen;

namespace ImageMatch.Imaging;

/// <summary>
/// File names that claim to be pictures. They never decide how a file is read; but a file that claims to be one and is not deserves an error, where any other
/// file met in a folder is passed over.
/// </summary>
public static class PictureExtensions
{
    private static readonly FrozenSet<string> Extensions = FrozenSet.ToFrozenSet(
        [
            ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".mpo", ".png", ".apng", ".webp", ".tif", ".tiff", ".gif", ".avif", ".avifs",
            ".heic", ".heif", ".heics", ".hif", ".svg", ".bmp", ".dib", ".ico", ".cur", ".psd", ".psb", ".tga", ".jxl",
            ".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc", ".hdr", ".rgbe",
            ".dng", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".srf", ".sr2", ".raf", ".orf", ".rw2", ".pef", ".srw", ".x3f", ".mrw",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file's name says that it is a picture.</summary>
    /// <param name="path">A path or a name.</param>
    public static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path));
}
