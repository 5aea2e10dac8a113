namespace ImageMatch.Imaging;

/// <summary>Why a picture could not be signed. The names are the error ids that PowerShell shows.</summary>
public enum ImageError
{
    /// <summary>There is no such file.</summary>
    FileNotFound,

    /// <summary>The file may not be read, or reading failed.</summary>
    FileUnreadable,

    /// <summary>No bytes at all.</summary>
    EmptyFile,

    /// <summary>The bytes are not a picture of a known format.</summary>
    NotAPicture,

    /// <summary>A picture that no decoder here reads whole: damaged, or of an unusual kind.</summary>
    UnreadablePicture,

    /// <summary>A picture that ends before its last pixel.</summary>
    TruncatedPicture,

    /// <summary>More pixels than <see cref="ImageLimits.MaxPixels"/>.</summary>
    TooManyPixels,

    /// <summary>More bytes than <see cref="ImageLimits.MaxBytes"/>.</summary>
    TooManyBytes,

    /// <summary>It took longer than <see cref="ImageLimits.MaxTime"/>.</summary>
    TooSlow,

    /// <summary>The server answered with an error, or could not be reached.</summary>
    DownloadFailed,

    /// <summary>The server redirects to something other than http and https, or from https to http.</summary>
    RedirectRefused,

    /// <summary>The server redirects in a circle, or too often.</summary>
    RedirectLoop,

    /// <summary>The options do not fit the picture: a fixed ratio asks for square ones.</summary>
    OptionsRefused,
}

/// <summary>A picture that gives no signature, and why. Nothing else is affected by it.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">The kind, stable.</param>
    /// <param name="message">What, where and what to do, in a sentence.</param>
    /// <param name="innerException">What the decoder or the system said.</param>
    public ImageException(ImageError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>The kind of failure.</summary>
    public ImageError Error { get; }

    /// <summary>What a decoder said, to be told in the message about its file; empty where it said nothing.</summary>
    internal string InBrackets => Message.Length > 0 ? $" ({Message})" : "";
}
