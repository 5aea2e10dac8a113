namespace ImageMatch.Ratios;

/// <summary>A table of ratios whose two sides are measured in turns in one run, so that it says the same on a busy machine.</summary>
internal interface IRatioTable
{
    /// <summary>What to ask for it by on the command line.</summary>
    string Name { get; }

    void Print(TextWriter output);
}
