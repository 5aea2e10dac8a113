using System.Numerics;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>A half that a query asks for, and its opposite if the query asks for that too: one score serves both.</summary>
internal sealed unsafe class AskedHalf
{
    private const int Words = 5;
    private const int None = -1;

    /// <summary>Far more than rounding can do to the first, cheap look at a distance.</summary>
    private const double Slack = 1 + 1e-9;

    private readonly sbyte[] _half;
    private readonly int _squareSum;

    /// <summary>Where values are not 0, where they are twos, and where they are negative.</summary>
    private readonly ulong[] _planes = new ulong[3 * Words];

    private readonly int _which;
    private int _oppositeWhich = None;

    /// <param name="hits">Of the query.</param>
    /// <param name="half">272 values.</param>
    /// <param name="which">The place of its signature in the query.</param>
    public AskedHalf(HitCollector hits, ReadOnlySpan<sbyte> half, int which)
    {
        Hits = hits;
        _half = half.ToArray();
        _which = which;
        for (int i = 0; i < half.Length; i++)
        {
            ulong bit = 1UL << (i % 64);
            _planes[i / 64] |= half[i] != 0 ? bit : 0;
            _planes[Words + (i / 64)] |= half[i] is 2 or -2 ? bit : 0;
            _planes[(2 * Words) + (i / 64)] |= half[i] < 0 ? bit : 0;
            _squareSum += half[i] * half[i];
        }

        Norm = Math.Sqrt(_squareSum);
    }

    public HitCollector Hits { get; }

    /// <summary>The root of the sum of its squares.</summary>
    public double Norm { get; }

    public bool AsksForOpposite => _oppositeWhich != None;

    /// <summary>Takes in another signature of the same query if it is the same or the opposite.</summary>
    public bool TryTakeIn(ReadOnlySpan<sbyte> half, int which)
    {
        if (half.SequenceEqual(_half))
            return true;

        for (int i = 0; i < half.Length; i++)
        {
            if (half[i] != -_half[i])
                return false;
        }

        if (!AsksForOpposite)
            _oppositeWhich = which;

        return true;
    }

    /// <summary>Writes the table for the kernels.</summary>
    public void WriteTable(byte* table)
    {
        for (int i = 0; i < PackedSignature.ValueCount; i += 2)
        {
            for (int digits = 0; digits < 9; digits++)
                *table++ = (byte)(SegmentLayout.ProductBias + (((digits % 3) - 1) * _half[i]) + (((digits / 3) - 1) * _half[i + 1]));

            table += 16 - 9;
        }
    }

    /// <summary>Completes a score to the exact distance and hands it on if it is below the cut-off.</summary>
    /// <param name="product">The product with the stored signature's signs.</param>
    public void Refine(LiveSegment live, int slot, int product)
    {
        ulong* planes = live.Segment.Planes(slot);
        product += TimesTwos(planes);
        int which = _which;
        if (AsksForOpposite && (product < 0 || (product == 0 && _oppositeWhich < which)))
        {
            which = _oppositeWhich;
            product = -product;
        }

        int squareSum = SignaturePacking.ClassOf(planes).SquareSum;
        int difference = _squareSum + squareSum - (2 * product);
        double cutoff = Hits.Cutoff;
        double reach = cutoff * (Norm + Math.Sqrt(squareSum));
        if (difference > reach * reach * Slack)
            return;

        // Halves count twice in the whole signature. For line art distances only grow, so that what was left out stays out.
        double distance = Hits.LineArt
            ? SignatureDistance.FromSquares(2 * difference, 2 * _squareSum, 2 * squareSum, 2 * ZerosAgainstTwos(live.Segment, slot))
            : SignatureDistance.FromSquares(2 * difference, 2 * _squareSum, 2 * squareSum);
        if (distance < cutoff && live.Has(slot))
            Hits.Add(new ScanHit(live.Segment.Numbers[slot], distance, which));
    }

    /// <summary>The same for the half and its opposite.</summary>
    private int ZerosAgainstTwos(Segment segment, int slot)
    {
        Span<sbyte> stored = stackalloc sbyte[PackedSignature.ValueCount];
        SignaturePacking.Read(segment.Column(slot), segment.Planes(slot), stored);
        return SignatureDistance.ZerosAgainstTwos(_half, stored);
    }

    /// <summary>The product with u, the signs of the stored values of two.</summary>
    private int TimesTwos(ulong* planes)
    {
        int sum = 0;
        fixed (ulong* own = _planes)
        {
            for (int word = 0; word < Words; word++)
            {
                SignaturePacking.TwosOf(planes, word, out ulong stored, out ulong storedNegative);
                ulong opposite = own[(2 * Words) + word] ^ storedNegative;
                ulong once = own[word] & stored;
                ulong again = own[Words + word] & stored;
                sum += BitOperations.PopCount(once) + BitOperations.PopCount(again);
                sum -= 2 * (BitOperations.PopCount(once & opposite) + BitOperations.PopCount(again & opposite));
            }
        }

        return sum;
    }
}
