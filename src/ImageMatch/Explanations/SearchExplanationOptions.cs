namespace ImageMatch.Explanations;

/// <summary>The search that is explained.</summary>
public sealed record SearchExplanationOptions
{
    /// <summary>A match is a distance below this.</summary>
    public double DistanceCutoff { get; init; } = Signatures.SignatureDistance.DefaultCutoff;

    /// <summary>Whether distances are those for drawings and text.</summary>
    public bool LineArt { get; init; }

    /// <summary>Whether all 16 orientations are searched for.</summary>
    public bool AllOrientations { get; init; }

    /// <summary>Whether the stored picture passes the filter; null where there is none.</summary>
    public bool? PassesFilter { get; init; }
}
