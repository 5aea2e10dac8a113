namespace ImageMatch;

/// <summary>What computed a signature, so that a later change of it can be told.</summary>
/// <param name="AlgorithmVersion">Version of the engine's algorithm.</param>
/// <param name="Decoder">Name of the library that read the picture.</param>
/// <param name="DecoderVersion">Its version.</param>
public sealed record Signer(int AlgorithmVersion, string Decoder, string DecoderVersion);
