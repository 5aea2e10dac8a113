using ImageMatch.Imaging;
using ImageMatch.Signatures;

namespace ImageMatch.PowerShell;

/// <summary>The signature of a picture, as <c>Get-ImageSignature</c> shows it.</summary>
public sealed class ImageSignature
{
    private long[]? _words;
    private sbyte[]? _values;

    internal ImageSignature(string path, int frame, SignedPicture signed)
    {
        Path = path;
        Frame = frame;
        Signed = signed;
    }

    /// <summary>The file, address or name of the picture.</summary>
    public string Path { get; }

    /// <summary>The page or frame, from 0.</summary>
    public int Frame { get; }

    /// <summary>Width in pixels, as shown.</summary>
    public int? Width => Signed.Facts.Width;

    /// <summary>Height in pixels, as shown.</summary>
    public int? Height => Signed.Facts.Height;

    /// <summary>The format that the bytes tell.</summary>
    public ImageFormat? Format => Signed.Facts.Format;

    /// <summary>Pages or frames in the file.</summary>
    public int? FrameCount => Signed.Facts.FrameCount;

    /// <summary>What the picture was laid over, if it has transparent pixels.</summary>
    public Background? Background => Signed.Facts.Background;

    /// <summary>Whether the picture has nothing to tell it by; it then matches nothing, not even itself.</summary>
    public bool IsFeatureless => Signed.Signature.IsFeatureless;

    /// <summary>How much the signature can be trusted, 0 to 1; photographs have 0.4 to 0.8.</summary>
    public double Detail => Signed.Signature.Detail;

    /// <summary>Whether the picture has so little detail, below 0.45, that pictures near to it need not be copies.</summary>
    public bool IsWeak => Signed.Signature.IsWeak;

    /// <summary>The 648 values, each -2 to 2.</summary>
    public sbyte[] Values => _values ??= Signed.Signature.Values.ToArray();

    /// <summary>The 63 words that image_match searches by.</summary>
    public long[] Words => _words ??= SignatureWords.Of(Signed.Signature, Profile.Options);

    /// <summary>The choices that the signature follows.</summary>
    public SignatureProfile Profile => Signed.Profile;

    internal SignedPicture Signed { get; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
