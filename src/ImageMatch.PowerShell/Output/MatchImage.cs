using ImageMatch.Imaging;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>A stored picture.</summary>
public class MatchImage
{
    private readonly Lazy<object?> _metadata;

    internal MatchImage(MatchRecord record, SignatureProfile profile)
    {
        Record = record;
        Profile = profile;
        _metadata = new Lazy<object?>(() => MetadataReader.ToObject(record.Metadata));
    }

    /// <summary>The store's name for the record.</summary>
    public string Id => Record.Id;

    /// <summary>The file, address or name of the picture.</summary>
    public string Path => Record.Key.Path;

    /// <summary>What was stored with the picture; its parts by name.</summary>
    public object? Metadata => _metadata.Value;

    /// <summary>The machine of a local path in a shared store; empty otherwise.</summary>
    public string Source => Record.Key.Source;

    /// <summary>The page or frame of the file, from 0.</summary>
    public int Frame => Record.Key.Frame;

    /// <summary>When the picture was first stored, local time.</summary>
    public DateTime Added => Record.Added.LocalDateTime;

    /// <summary>When the picture was last signed to another result, local time.</summary>
    public DateTime LastSigned => Record.LastSigned.LocalDateTime;

    /// <summary>Bytes of the file.</summary>
    public long? Length => Record.Facts.Length;

    /// <summary>When the file was last written, local time.</summary>
    public DateTime? LastWriteTime => Record.Facts.LastWriteTime?.LocalDateTime;

    /// <summary>The first 16 bytes of the content's SHA-256, hexadecimal.</summary>
    public string? ContentHash => Record.Facts.ContentHash;

    /// <summary>Width in pixels, as shown.</summary>
    public int? Width => Record.Facts.Width;

    /// <summary>Height in pixels, as shown.</summary>
    public int? Height => Record.Facts.Height;

    /// <summary>The format that the bytes told.</summary>
    public ImageFormat? Format => Record.Facts.Format;

    /// <summary>Pages or frames in the file, stored or not.</summary>
    public int? FrameCount => Record.Facts.FrameCount;

    /// <summary>What the picture was laid over, if it has transparent pixels.</summary>
    public Background? Background => Record.Facts.Background;

    /// <summary>Whether the picture has nothing to tell it by; it then matches nothing.</summary>
    public bool IsFeatureless => Record.Signature.IsFeatureless;

    /// <summary>How much the signature can be trusted, 0 to 1; photographs have 0.4 to 0.8.</summary>
    public double Detail => Record.Signature.Detail;

    /// <summary>Whether the picture has so little detail, below 0.45, that pictures near to it need not be copies.</summary>
    public bool IsWeak => Record.Signature.IsWeak;

    /// <summary>What computed the signature.</summary>
    public Signer? Signer => Record.Signer;

    internal MatchRecord Record { get; }

    internal SignatureProfile Profile { get; }

    internal SignedPicture Signed => new() { Signature = Record.Signature, Facts = Record.Facts, Signer = Record.Signer, Profile = Profile, Windows = Record.Windows };

    /// <inheritdoc/>
    public override string ToString() => Path;
}
