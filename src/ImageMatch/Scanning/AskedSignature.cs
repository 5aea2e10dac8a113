using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>A signature that a query asks for, to be compared value by value.</summary>
/// <param name="Hits">Of the query.</param>
/// <param name="Which">Its place in the query.</param>
internal sealed record AskedSignature(HitCollector Hits, Signature Signature, int Which)
{
    /// <summary>Compares; signatures of another length are made with other options and are no match.</summary>
    public void Compare(long number, Signature stored)
    {
        if (stored.Values.Length != Signature.Values.Length)
            return;

        double distance = SignatureDistance.Between(Signature, stored, Hits.LineArt);
        if (distance < Hits.Cutoff)
            Hits.Add(new ScanHit(number, distance, Which));
    }
}
