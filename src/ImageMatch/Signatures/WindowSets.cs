namespace ImageMatch.Signatures;

/// <summary>
/// The windows that are taken, chosen by measuring: those stored and those asked by were optimised together on 100 photographs, over crops of 23 kinds in both
/// directions. Their cut-offs keep pairs of pictures that are no copies below 50 in a million, measured on 300 photographs (docs/matching.md has the table).
/// </summary>
public static class WindowSets
{
    /// <summary>Six signatures a picture.</summary>
    public static WindowSet Light { get; } = new()
    {
        Stored = WindowSet.Parse("12.5-87.5/12.5-87.5 15-95/10-90 20-100/0-80 20-80/20-80 0-100/17.5-82.5"),
        Asked = WindowSet.Parse("15-85/15-85 20-100/20-80 10-100/0-90 10-90/20-80 0-100/0-80 10-100/10-100 20-100/5-95 0-100/0-100"),
        Cutoff = 0.41,
        HasWideSquares = true,
    };

    /// <summary>Sixteen signatures a picture.</summary>
    public static WindowSet Full { get; } = new()
    {
        Stored = WindowSet.Parse(
            "30-90/20-80 20-80/20-80 0-100/0-75 0-100/25-100 15-85/15-85 5-95/10-90 0-70/15-85 15-95/10-90 0-100/29-71 "
            + "30-100/15-85 5-85/10-90 7.5-77.5/22.5-92.5 10-70/20-80 22.5-92.5/22.5-92.5 29-71/0-100"),
        Asked = WindowSet.Parse("0-100/0-100 0-100/17.5-82.5 0-100/0-90 5-95/10-100 10-90/20-80 10-100/10-100 10-100/5-95 12.5-87.5/25-100"),
        Cutoff = 0.395,
        HasWideSquares = true,
    };

    /// <summary>
    /// For a store without windows: only the picture asked for is cut, so that pictures are found of which the stored one is the crop. Windows are signed as stored
    /// pictures are, to be like them.
    /// </summary>
    public static WindowSet AskedAlone { get; } = new()
    {
        Stored = [],
        Asked = WindowSet.Parse("10-90/10-90 0-100/20-100 5-100/0-100 0-100/5-100 0-100/0-95 0-95/0-100 0-100/12.5-87.5 12.5-87.5/0-100"),
        Cutoff = 0.45,
        HasWideSquares = false,
    };

    /// <summary>The set of a store; null where it keeps no windows.</summary>
    public static WindowSet? Of(CropTolerance tolerance) => tolerance switch
    {
        CropTolerance.Light => Light,
        CropTolerance.Full => Full,
        _ => null,
    };

    /// <summary>The set that a store is asked by: its own, or windows of the picture asked for alone.</summary>
    public static WindowSet ToAsk(CropTolerance tolerance) => Of(tolerance) ?? AskedAlone;
}
