using ImageMatch.Scanning;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Compares single records with what a query asks for, as the scan does with all.</summary>
internal static class NearestSignature
{
    /// <summary>The hit that a signature is; null at the cut-off or above, and for signatures of another layout.</summary>
    public static ScanHit? Of(SearchQuery query, Signature signature, long number)
    {
        ScanHit? best = null;
        for (int which = 0; which < query.Signatures.Count; which++)
        {
            Signature asked = query.Signatures[which].Signature;
            if (asked.Values.Length != signature.Values.Length)
                continue;
            double distance = SignatureDistance.Between(asked, signature, query.LineArt);
            if (distance < query.DistanceCutoff && !(distance >= best?.Distance))
                best = new ScanHit(number, distance, which);
        }

        return best;
    }
}
