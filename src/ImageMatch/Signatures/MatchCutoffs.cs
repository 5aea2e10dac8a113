namespace ImageMatch.Signatures;

/// <summary>What distances of matches lie below.</summary>
/// <param name="Whole">Of two pictures as they are.</param>
/// <param name="Window">Where one of the two is a window.</param>
public readonly record struct MatchCutoffs(double Whole, double Window)
{
    /// <summary>Those of a search.</summary>
    /// <param name="cutoff">The cut-off that was asked for.</param>
    /// <param name="tolerance">That of the store.</param>
    public static MatchCutoffs Of(double cutoff, CropTolerance tolerance) => new(cutoff, WindowSets.ToAsk(tolerance).CutoffFor(cutoff));

    /// <summary>The cut-off of a pair.</summary>
    /// <param name="isWindowAsked">Whether a window is asked for rather than a picture as it is.</param>
    /// <param name="isWindowStored">Whether the stored signature is that of a window.</param>
    public double Between(bool isWindowAsked, bool isWindowStored) => isWindowAsked || isWindowStored ? Window : Whole;
}
