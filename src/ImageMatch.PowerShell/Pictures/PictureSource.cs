namespace ImageMatch.PowerShell;

/// <summary>What a path means: a picture, or a folder of pictures.</summary>
/// <param name="Picture">The picture; null for a folder.</param>
/// <param name="Folder">The folder's absolute path; null for a picture.</param>
internal readonly record struct PictureSource(FoundPicture? Picture = null, string? Folder = null);
