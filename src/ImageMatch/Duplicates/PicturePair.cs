namespace ImageMatch.Duplicates;

/// <summary>Two pictures that are copies.</summary>
/// <param name="First">The number of the one that comes first.</param>
/// <param name="Second">The number of the other.</param>
/// <param name="Distance">Their distance.</param>
internal readonly record struct PicturePair(int First, int Second, double Distance) : IComparable<PicturePair>
{
    /// <summary>The pair of two numbers in whichever order.</summary>
    public static PicturePair Of(int one, int other, double distance) => new(Math.Min(one, other), Math.Max(one, other), distance);

    /// <summary>Nearest first; equally near ones in the order of their numbers.</summary>
    public int CompareTo(PicturePair other) => (Distance, First, Second).CompareTo((other.Distance, other.First, other.Second));
}
