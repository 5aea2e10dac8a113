using ImageMatch.Imaging;

namespace ImageMatch.PowerShell;

/// <summary>A picture that a command was given or found.</summary>
/// <param name="Input">Where it is read from.</param>
/// <param name="Item">The file, address or name that script blocks get as <c>$_</c>.</param>
/// <param name="IsNamed">Whether the user named this very file; others met in a folder, by a wildcard or from the pipeline may be no pictures at all.</param>
internal sealed record FoundPicture(ImageInput Input, object Item, bool IsNamed)
{
    /// <summary>Whether such a failure is none: a file met by the way that neither is nor claims to be a picture.</summary>
    public bool IsPassedOver(Exception failure) =>
        !IsNamed
        && failure is ImageException { Error: ImageError.NotAPicture or ImageError.EmptyFile }
        && !PictureExtensions.IsPicture(Input.Location);
}
