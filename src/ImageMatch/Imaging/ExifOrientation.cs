namespace ImageMatch.Imaging;

/// <summary>What is done with the orientation tag that cameras write.</summary>
public enum ExifOrientation
{
    /// <summary>The picture is signed as a viewer shows it.</summary>
    Apply,

    /// <summary>The pixels are signed as they are stored, as in the Python image_match.</summary>
    Ignore,
}
