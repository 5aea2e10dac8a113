using ImageMatch.Imaging;

namespace ImageMatch;

/// <summary>Reads pictures and signs them: bytes, format, decoder, orientation, transparency, signature. Safe to be called from several threads.</summary>
public sealed class ImageSigner
{
    /// <summary>Makes a signer.</summary>
    /// <param name="decoders">In the order of preference.</param>
    /// <param name="profile">The choices that signatures follow.</param>
    /// <param name="limits">What one picture may cost.</param>
    public ImageSigner(IReadOnlyList<IImageDecoder> decoders, SignatureProfile profile, ImageLimits limits)
    {
        Decoders = decoders;
        Profile = profile;
        Limits = limits;
    }

    /// <summary>The decoders, in the order of preference.</summary>
    public IReadOnlyList<IImageDecoder> Decoders { get; }

    /// <summary>The choices that signatures follow.</summary>
    public SignatureProfile Profile { get; }

    /// <summary>What one picture may cost.</summary>
    public ImageLimits Limits { get; }

    /// <summary>Signs one picture.</summary>
    /// <param name="input">Where it is.</param>
    /// <param name="allOrientations">Whether the signatures of all 16 orientations are wanted too.</param>
    /// <param name="cancellationToken">Ends reading, downloading and decoding.</param>
    /// <exception cref="ImageException">The picture gives no signature.</exception>
    public SignedPicture Sign(ImageInput input, bool allOrientations = false, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
