using ImageMatch.Explanations;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Why a search for one picture finds another or does not.</summary>
public sealed class ImageExplanation : ImageComparison
{
    internal ImageExplanation(string reference, string difference, MatchExplanation explanation)
        : base(reference, difference, explanation.Comparison)
    {
        Window = explanation.Window;
        WindowDist = explanation.WindowDistance;
        IsThroughWindow = explanation.IsThroughWindow;
        Cells = [.. explanation.Cells];
        SharedWords = [.. explanation.SharedWords];
        SharedCodes = explanation.SharedCodes?.ToArray();
        Steps = [.. explanation.Steps];
        LostBy = [.. explanation.LostBy];
    }

    /// <summary>The two windows that are nearest, whether they match or not; empty where no windows are compared.</summary>
    public MatchedWindows? Window { get; }

    /// <summary>The distance of those windows.</summary>
    public double? WindowDist { get; }

    /// <summary>Whether the pictures match through those windows and not as they are. Cells, words and codes are then those of the windows.</summary>
    public bool IsThroughWindow { get; }

    /// <summary>The points of the 9 x 9 grid that differ, in the nearest orientation, those that differ most first.</summary>
    public CellDifference[] Cells { get; }

    /// <summary>The places, from 0, of the words that both share in the nearest orientation.</summary>
    public int[] SharedWords { get; }

    /// <summary>The codes that both share in the nearest orientation; null for signatures that have none.</summary>
    public int[]? SharedCodes { get; }

    /// <summary>The steps of a search over each kind of store, and what each does with the pair.</summary>
    public SearchStep[] Steps { get; }

    /// <summary>The first step of each kind of store that loses the pair; none where all find it.</summary>
    public SearchStep[] LostBy { get; }
}
