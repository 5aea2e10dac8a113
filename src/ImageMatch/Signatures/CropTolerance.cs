namespace ImageMatch.Signatures;

/// <summary>How much of a picture may be cut off until it is no longer found: whether signatures of windows are stored beside the picture's own.</summary>
public enum CropTolerance
{
    /// <summary>Only the picture's own signature; crops of more than a few percent are not found.</summary>
    None = 0,

    /// <summary>A few windows: crops all round, and pictures of which a stored one is the crop.</summary>
    Light = 1,

    /// <summary>More windows: one-sided crops and other formats too.</summary>
    Full = 2,
}
