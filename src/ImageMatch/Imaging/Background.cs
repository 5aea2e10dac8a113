namespace ImageMatch.Imaging;

/// <summary>What a picture with transparent pixels was laid over.</summary>
public enum Background
{
    /// <summary>Nothing: no pixel is transparent, or alpha was dropped.</summary>
    None,

    /// <summary>White.</summary>
    White,

    /// <summary>Black, since what is visible of the picture is nearly white.</summary>
    Black,
}
