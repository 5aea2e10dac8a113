using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>The decoders that come with the project.</summary>
public static class Decoders
{
    /// <summary>All that this machine runs, in the order of preference.</summary>
    public static IReadOnlyList<IImageDecoder> All()
    {
        var vips = new VipsDecoder();
        return TurboDecoder.Find(vips) is { } turbo ? [turbo, vips, new MagickDecoder()] : [vips, new MagickDecoder()];
    }
}
