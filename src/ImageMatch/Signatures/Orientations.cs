namespace ImageMatch.Signatures;

/// <summary>Arithmetic of orientations: a group of 16.</summary>
public static class Orientations
{
    /// <summary>How many there are.</summary>
    public const int Count = 16;

    private const int QuarterTurns = 3;

    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<Orientation> All { get; } = Enum.GetValues<Orientation>();

    /// <summary>What undoes a change.</summary>
    public static Orientation Inverse(Orientation orientation)
    {
        // A reflection undoes itself; inverting does too.
        return orientation.IsMirrored() ? orientation : Make(-orientation.Turns(), false, orientation.IsInverted());
    }

    /// <summary>One change after another as a single one.</summary>
    /// <param name="first">What is done first.</param>
    /// <param name="then">What is done to its result.</param>
    public static Orientation Compose(Orientation first, Orientation then)
    {
        // In a mirror, clockwise is anticlockwise.
        int turns = first.Turns() + (first.IsMirrored() ? -then.Turns() : then.Turns());
        return Make(turns, first.IsMirrored() != then.IsMirrored(), first.IsInverted() != then.IsInverted());
    }

    /// <summary>Whether width and height change places.</summary>
    public static bool SwapsSides(Orientation orientation) => orientation.Turns() % 2 != 0;

    /// <summary>What a viewer does to show a picture with this EXIF orientation upright (Exif 2.32, tag 0x0112).</summary>
    /// <param name="value">The tag's value, 1 to 8; others mean nothing and leave the picture unchanged.</param>
    public static Orientation FromExif(int value) => value switch
    {
        2 => Orientation.Mirrored,
        3 => Orientation.Rotated180,
        4 => Orientation.Rotated180Mirrored,
        5 => Orientation.Rotated90Mirrored,
        6 => Orientation.Rotated90,
        7 => Orientation.Rotated270Mirrored,
        8 => Orientation.Rotated270,
        _ => Orientation.Unchanged,
    };

    /// <summary>Clockwise quarter turns, 0 to 3.</summary>
    internal static int Turns(this Orientation orientation) => (int)orientation & QuarterTurns;

    internal static bool IsMirrored(this Orientation orientation) => (orientation & Orientation.Mirrored) != 0;

    internal static bool IsInverted(this Orientation orientation) => (orientation & Orientation.Inverted) != 0;

    private static Orientation Make(int turns, bool mirrored, bool inverted) =>
        (Orientation)(turns & QuarterTurns) | (mirrored ? Orientation.Mirrored : 0) | (inverted ? Orientation.Inverted : 0);
}
