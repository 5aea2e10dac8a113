using System.Numerics;
using System.Runtime.InteropServices;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>Compares every signature held with every signature asked for.</summary>
public sealed class SignatureIndex : ISignatureIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Entry> _entries = [];

    /// <inheritdoc/>
    public long Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <inheritdoc/>
    public void Set(IReadOnlyList<(long Number, Signature Signature)> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        lock (_gate)
        {
            foreach ((long number, Signature signature) in signatures)
                _entries[number] = Entry.Of(signature);
        }
    }

    /// <inheritdoc/>
    public void Remove(IReadOnlyCollection<long> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        lock (_gate)
        {
            foreach (long number in numbers)
                _entries.Remove(number);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<ScanHit>> Search(IReadOnlyList<ScanQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        KeyValuePair<long, Entry>[] entries;
        lock (_gate)
            entries = [.. _entries];

        return [.. queries.Select(query => Search(entries, query, cancellationToken))];
    }

    private static List<ScanHit> Search(KeyValuePair<long, Entry>[] entries, ScanQuery query, CancellationToken cancellationToken)
    {
        Entry[] asked = [.. query.Signatures.Select(Entry.Of)];
        var hits = new List<ScanHit>();
        for (int i = 0; i < entries.Length; i++)
        {
            if (i % 4096 == 0)
                cancellationToken.ThrowIfCancellationRequested();

            (long number, Entry entry) = entries[i];
            ScanHit best = new(number, double.PositiveInfinity, -1);
            for (int which = 0; which < asked.Length; which++)
            {
                double distance = entry.DistanceTo(asked[which]);
                if (distance < query.DistanceCutoff && distance < best.Distance)
                    best = new(number, distance, which);
            }

            if (best.Which >= 0 && query.Accepts?.Invoke(number) != false)
                hits.Add(best);
        }

        if (query.Limit is not { } limit || hits.Count <= limit)
            return hits;
        if (limit <= 0)
            return [];

        hits.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        double last = hits[limit - 1].Distance;
        return hits.FindAll(hit => hit.Distance <= last);
    }

    private sealed record Entry(short[] Values, int Square)
    {
        public static Entry Of(Signature signature)
        {
            short[] values = [.. signature.Values.ToArray().Select(value => (short)value)];
            return new(values, Dot(values, values));
        }

        public double DistanceTo(Entry other)
        {
            if (Values.Length != other.Values.Length)
                return double.PositiveInfinity;

            double distance = Math.Sqrt(Square + other.Square - (2 * Dot(Values, other.Values))) / (Math.Sqrt(Square) + Math.Sqrt(other.Square));
            return double.IsNaN(distance) ? 1.0 : distance;
        }

        private static int Dot(ReadOnlySpan<short> a, ReadOnlySpan<short> b)
        {
            ReadOnlySpan<Vector<short>> left = MemoryMarshal.Cast<short, Vector<short>>(a);
            ReadOnlySpan<Vector<short>> right = MemoryMarshal.Cast<short, Vector<short>>(b);
            Vector<int> sums = Vector<int>.Zero;
            for (int i = 0; i < left.Length; i++)
            {
                Vector.Widen(left[i] * right[i], out Vector<int> low, out Vector<int> high);
                sums += low + high;
            }

            int sum = Vector.Sum(sums);
            for (int i = left.Length * Vector<short>.Count; i < a.Length; i++)
                sum += a[i] * b[i];

            return sum;
        }
    }
}
