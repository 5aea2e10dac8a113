namespace ImageMatch.Signatures;

/// <summary>The signature of a window that is stored beside the picture's own.</summary>
/// <param name="Number">The window's place in <see cref="WindowSet.Stored"/>, from 1; 0 is the picture as it is.</param>
/// <param name="Signature">Its signature.</param>
public readonly record struct StoredWindow(int Number, Signature Signature)
{
    /// <summary>Numbers are below this: they fit into five bits.</summary>
    public const int NumberLimit = 32;
}

/// <summary>The signature of a window of a picture that is asked for.</summary>
/// <param name="Window">The window of the changed picture.</param>
/// <param name="Signature">Its signature.</param>
/// <param name="Orientation">What was done to the picture beforehand.</param>
public readonly record struct AskedWindow(PictureWindow Window, Signature Signature, Orientation Orientation);
