namespace ImageMatch.Imaging;

/// <summary>What is done with transparent pixels before signing.</summary>
public enum Transparency
{
    /// <summary>The picture is laid over white, or over black where what is visible of it is nearly white.</summary>
    Flatten,

    /// <summary>Alpha is dropped and hidden colours count, as in the Python image_match.</summary>
    Ignore,
}
