using ImageMatch.Backends.Imaging;
using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

/// <summary>Signers as users get them.</summary>
internal static class Signers
{
    public static ImageSigner Default { get; } = new(Decoders.All(), SignatureProfile.Default, ImageLimits.Default);

    public static ImageSigner Reference { get; } = new(Decoders.All(), SignatureProfile.Reference, ImageLimits.Default);

    public static SignedPicture Sign(this ImageSigner signer, string file) => signer.Sign(ImageInput.FromFile(file));

    public static SignedPicture Sign(this ImageSigner signer, byte[] content) => signer.Sign(ImageInput.FromContent(content, "test"));

    public static ImageException Refuse(this ImageSigner signer, ImageInput input) => Assert.Throws<ImageException>(() => signer.Sign(input));
}
