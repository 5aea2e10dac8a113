using ImageMatch.Imaging;

namespace ImageMatch;

/// <summary>What computed a signature, so that a later change of it can be told.</summary>
/// <param name="AlgorithmVersion">Version of the engine's algorithm.</param>
/// <param name="Decoder">Name of the library that read the picture.</param>
/// <param name="DecoderVersion">Its version.</param>
public sealed record Signer(int AlgorithmVersion, string Decoder, string DecoderVersion)
{
    /// <summary>Whether a decoder gives the pixels that were signed: it is the same one, or gives the same pixels by its name.</summary>
    public bool HasPixelsOf(IImageDecoder decoder) => Library(decoder.Name) == Library(Decoder) && decoder.Version == DecoderVersion;

    private static string Library(string name) => name.Split('/')[0];

    /// <inheritdoc/>
    public override string ToString() => $"{Decoder} {DecoderVersion}, algorithm {AlgorithmVersion}";
}
