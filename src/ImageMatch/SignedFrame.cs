using ImageMatch.Imaging;

namespace ImageMatch;

/// <summary>A frame of a file, signed, or the reason why it was not.</summary>
/// <param name="Frame">Its place, from 0.</param>
/// <param name="Signed">Its signature; null where there is an error.</param>
/// <param name="Error">Why it was not signed; null where it was.</param>
public sealed record SignedFrame(int Frame, SignedPicture? Signed, ImageException? Error = null);
