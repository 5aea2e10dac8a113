using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Scanning;

/// <summary>What a search has to find: a loop over all values of all signatures.</summary>
internal static class PlainScan
{
    public static IReadOnlyList<ScanHit> Search(IEnumerable<(long Number, Signature Signature)> stored, ScanQuery query)
    {
        var hits = new List<ScanHit>();
        foreach ((long number, Signature signature) in stored)
        {
            var best = new ScanHit(number, double.PositiveInfinity, -1);
            for (int which = 0; which < query.Signatures.Count; which++)
            {
                double distance = Distance(query.Signatures[which].Values, signature.Values, query.LineArt);
                if (distance < query.DistanceCutoff && distance < best.Distance)
                    best = new(number, distance, which);
            }

            if (best.Which >= 0 && query.Accepts?.Invoke(number) != false)
                hits.Add(best);
        }

        ScanHit[] sorted = [.. hits.OrderBy(hit => hit.Distance).ThenBy(hit => hit.Number)];
        return query.Limit is not { } limit || sorted.Length <= limit ? sorted
            : limit <= 0 ? []
            : [.. sorted.TakeWhile(hit => hit.Distance <= sorted[limit - 1].Distance)];
    }

    /// <summary>Searches the index and compares; the order of hits is free.</summary>
    public static void AssertSame(ISignatureIndex index, IReadOnlyCollection<(long Number, Signature Signature)> stored, params ScanQuery[] queries)
    {
        IReadOnlyList<IReadOnlyList<ScanHit>> found = index.Search(queries);
        Assert.Equal(queries.Length, found.Count);
        for (int i = 0; i < queries.Length; i++)
            Assert.Equal(Search(stored, queries[i]), found[i].OrderBy(hit => hit.Distance).ThenBy(hit => hit.Number));
    }

    private static double Distance(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b, bool lineArt)
    {
        if (a.Length != b.Length)
            return double.PositiveInfinity;

        long difference = 0;
        long first = 0;
        long second = 0;
        for (int i = 0; i < a.Length; i++)
        {
            int apart = Math.Abs(a[i] - b[i]);
            if (lineArt && apart == 2 && (a[i] == 0 || b[i] == 0))
                apart = 3;

            difference += apart * apart;
            first += a[i] * a[i];
            second += b[i] * b[i];
        }

        double distance = Math.Sqrt(difference) / (Math.Sqrt(first) + Math.Sqrt(second));
        return double.IsNaN(distance) || (lineArt && distance > 1) ? 1.0 : distance;
    }
}
