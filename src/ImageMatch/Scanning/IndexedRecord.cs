using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>A record for the index.</summary>
/// <param name="Number">Its number, below 2^58.</param>
/// <param name="Signature">Of the picture as it is.</param>
/// <param name="Windows">Of its windows.</param>
public readonly record struct IndexedRecord(long Number, Signature Signature, IReadOnlyList<StoredWindow> Windows);
