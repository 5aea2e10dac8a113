using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>One search among records.</summary>
/// <param name="Asked">The signatures asked for; a hit tells which by its place here.</param>
/// <param name="Cutoffs">What the distances of hits lie below.</param>
/// <param name="Limit">Only the nearest so many records are needed; more may be given. Null for all.</param>
/// <param name="Accepts">Which numbers count; null for all. Asked from any thread, but never by two at once.</param>
/// <param name="LineArt">Whether distances are those for line art, see <see cref="SignatureDistance.Between"/>.</param>
public sealed record RecordScan(
    IReadOnlyList<AskedOfRecords> Asked, MatchCutoffs Cutoffs, int? Limit = null, Func<long, bool>? Accepts = null, bool LineArt = false);

/// <summary>A signature asked for.</summary>
/// <param name="Signature">The signature.</param>
/// <param name="IsWindow">Whether it is that of a window.</param>
public readonly record struct AskedOfRecords(Signature Signature, bool IsWindow);

/// <summary>A record below the cut-off.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Distance">Its smallest distance.</param>
/// <param name="Which">The place of the signature asked for that is nearest; the first where several are.</param>
/// <param name="Window">The number of the stored window that is nearest; 0 for the picture as it is.</param>
public readonly record struct RecordHit(long Number, double Distance, int Which, int Window);
