using ImageMatch.Signatures;

namespace ImageMatch.Imaging;

/// <summary>What a viewer does for each value of the orientation tag (Exif 2.32, tag 0x0112).</summary>
internal static class Upright
{
    /// <summary>The turn or reflection that a tag asks for; none for values out of its range.</summary>
    public static Orientation FromTag(int tag) => tag switch
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

    /// <summary>Whether width and height change places.</summary>
    public static bool SwapsSides(Orientation orientation) => ((int)orientation & 1) != 0;
}
