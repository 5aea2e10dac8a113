using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>The decoders that come with the project.</summary>
public static class Decoders
{
    /// <summary>All of them, in the order of preference.</summary>
    public static IReadOnlyList<IImageDecoder> All() => [new VipsDecoder(), new MagickDecoder()];
}
