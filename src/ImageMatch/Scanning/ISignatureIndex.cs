using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>Signatures in memory, compared one by one: no match below the cut-off is lost. Safe to be called from several threads.</summary>
public interface ISignatureIndex
{
    /// <summary>How many signatures it holds.</summary>
    long Count { get; }

    /// <summary>Adds signatures, or replaces those whose number is present.</summary>
    void Set(IReadOnlyList<(long Number, Signature Signature)> signatures);

    /// <summary>Takes signatures out; numbers that are not there are left alone.</summary>
    void Remove(IReadOnlyCollection<long> numbers);

    /// <summary>Every signature below the cut-off, for each query.</summary>
    /// <param name="queries">Each with one signature for every orientation asked for.</param>
    /// <returns>For each query its hits, in no particular order, each number once with its smallest distance.</returns>
    IReadOnlyList<IReadOnlyList<ScanHit>> Search(IReadOnlyList<ScanQuery> queries, CancellationToken cancellationToken = default);
}

/// <summary>One search of the index.</summary>
/// <param name="Signatures">The signatures asked for; a hit tells which by its place here.</param>
/// <param name="DistanceCutoff">A hit is a distance below this.</param>
/// <param name="Limit">Only the nearest so many, and all that tie with the last of them; null for all.</param>
/// <param name="LineArt">Whether distances are those for line art, see <see cref="SignatureDistance.Between"/>.</param>
/// <param name="Accepts">Which numbers count; null for all. Asked only of numbers below the cut-off, from any thread, but never by two at once.</param>
public sealed record ScanQuery(IReadOnlyList<Signature> Signatures, double DistanceCutoff, int? Limit = null, Func<long, bool>? Accepts = null, bool LineArt = false);

/// <summary>A signature below the cut-off.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Distance">Its smallest distance to the signatures asked for.</param>
/// <param name="Which">The place of the signature asked for that is nearest; the first where several are.</param>
public readonly record struct ScanHit(long Number, double Distance, int Which);
