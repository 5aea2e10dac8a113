namespace ImageMatch.Scanning;

/// <summary>
/// The least product of a query with a signature's signs at which the two can be nearer than a cut-off. Whatever scores less is left out unseen, and nothing is lost.
/// </summary>
/// <remarks>
/// Let a be the query's half, b the stored one, t the signs of b, S = |t|², A = |a|², B = |b|². The distance is below c exactly if the angle of a and b is below
/// α, cos α = (A + B - c² (√A + √B)²) / 2√(AB). The angle β of b and t follows from the class of b: cos β = sum of |b| / √(SB). Angles obey the triangle
/// inequality, so the angle of a and t is below α + β, and &lt;a, t&gt; is at least √(AS) cos(α + β), or anything at all where α + β is π or more.
/// </remarks>
internal readonly struct PruningBound
{
    /// <summary>Nothing can be left out.</summary>
    public const int KeepAll = -SegmentLayout.ScoreBias;

    /// <summary>Everything can be left out.</summary>
    public const int KeepNone = SegmentLayout.ScoreBias + 1;

    /// <summary>Far above what rounding can do to the bound (1e-5, where a cut-off near 0 takes the root of a cancelled difference), far below a step of the score.</summary>
    private const double Margin = 1e-3;

    private readonly double _norm;
    private readonly double _along;
    private readonly double _across;
    private readonly double _cosine;

    public PruningBound(SignatureClass stored)
    {
        if (stored.NonZeros == 0)
            return;

        double sum = stored.AbsoluteSum;
        _norm = Math.Sqrt(stored.SquareSum);
        _along = sum / _norm;
        _across = Math.Sqrt(Math.Max(0, stored.NonZeros - (_along * _along)));
        _cosine = _along / Math.Sqrt(stored.NonZeros);
    }

    /// <param name="norm">√A of the query's half.</param>
    /// <param name="cutoff">Hits are nearer than this.</param>
    public int LeastScore(double norm, double cutoff)
    {
        // Where either is featureless the distance is 1, by definition or by the formula.
        if (norm == 0 || _norm == 0)
            return cutoff > 1 ? KeepAll : KeepNone;

        double reach = cutoff * (norm + _norm);
        double cosine = Math.Min(1, ((norm * norm) + (_norm * _norm) - (reach * reach)) / (2 * norm * _norm));
        if (cosine <= -_cosine)
            return KeepAll;

        double least = norm * ((cosine * _along) - (Math.Sqrt(1 - (cosine * cosine)) * _across));
        return (int)Math.Ceiling(least - Margin);
    }
}
