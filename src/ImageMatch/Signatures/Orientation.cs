namespace ImageMatch.Signatures;

/// <summary>
/// What was done to a picture: turned clockwise, then mirrored left to right, then inverted. As a number: quarter turns (0 to 3), plus 4 if mirrored,
/// plus 8 if inverted.
/// </summary>
public enum Orientation
{
    /// <summary>Nothing.</summary>
    Unchanged = 0,

    /// <summary>Turned a quarter clockwise.</summary>
    Rotated90 = 1,

    /// <summary>Turned upside down.</summary>
    Rotated180 = 2,

    /// <summary>Turned a quarter anticlockwise.</summary>
    Rotated270 = 3,

    /// <summary>Left and right exchanged.</summary>
    Mirrored = 4,

    /// <summary>Turned a quarter clockwise, then mirrored left to right.</summary>
    Rotated90Mirrored = 5,

    /// <summary>Turned upside down, then mirrored left to right: top and bottom exchanged.</summary>
    Rotated180Mirrored = 6,

    /// <summary>Turned a quarter anticlockwise, then mirrored left to right.</summary>
    Rotated270Mirrored = 7,

    /// <summary>Made a negative.</summary>
    Inverted = 8,

    /// <summary>A negative, turned a quarter clockwise.</summary>
    InvertedRotated90 = 9,

    /// <summary>A negative, turned upside down.</summary>
    InvertedRotated180 = 10,

    /// <summary>A negative, turned a quarter anticlockwise.</summary>
    InvertedRotated270 = 11,

    /// <summary>A negative, mirrored left to right.</summary>
    InvertedMirrored = 12,

    /// <summary>A negative, turned a quarter clockwise, then mirrored left to right.</summary>
    InvertedRotated90Mirrored = 13,

    /// <summary>A negative, turned upside down, then mirrored left to right.</summary>
    InvertedRotated180Mirrored = 14,

    /// <summary>A negative, turned a quarter anticlockwise, then mirrored left to right.</summary>
    InvertedRotated270Mirrored = 15,
}
