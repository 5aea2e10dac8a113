using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Stores;

/// <summary>Compares single records with what a query asks for, as the scan does with all.</summary>
public static class NearestSignature
{
    /// <summary>The hit that a record is; null at the cut-offs or above, and for signatures of another layout.</summary>
    public static RecordHit? Of(SearchQuery query, MatchRecord record, long number, SignatureProfile profile)
    {
        RecordHit? best = Of(query, record.Signature, 0, number, profile);
        foreach (StoredWindow window in record.Windows)
        {
            if (Of(query, window.Signature, window.Number, number, profile) is { } hit && !(hit.Distance >= best?.Distance))
                best = hit;
        }

        return best;
    }

    /// <summary>The hit that a signature is, of a picture as it is (window 0) or of a window.</summary>
    public static RecordHit? Of(SearchQuery query, Signature signature, int window, long number, SignatureProfile profile)
    {
        var cutoffs = MatchCutoffs.Of(query.DistanceCutoff, profile.CropTolerance);
        RecordHit? best = null;
        for (int which = 0; which < query.Signatures.Count; which++)
        {
            OrientedSignature asked = query.Signatures[which];
            if (asked.Signature.Values.Length != signature.Values.Length)
                continue;
            double distance = SignatureDistance.Between(asked.Signature, signature, query.LineArt);
            if (distance < cutoffs.Between(asked.Window is not null, window != 0) && !(distance >= best?.Distance))
                best = new RecordHit(number, distance, which, window);
        }

        return best;
    }
}
