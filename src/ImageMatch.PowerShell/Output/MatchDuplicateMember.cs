using ImageMatch.Duplicates;
using ImageMatch.Signatures;

namespace ImageMatch.PowerShell;

/// <summary>A stored picture that is in a group of copies.</summary>
public sealed class MatchDuplicateMember : MatchImage
{
    internal MatchDuplicateMember(DuplicateMember member, SignatureProfile profile)
        : base(member.Record, profile)
    {
        Dist = member.Distance;
        Orientation = member.Orientation;
        Status = member.Status;
        Reason = member.Reason;
    }

    /// <summary>The distance to the picture to keep, 0 to 1.</summary>
    public double Dist { get; }

    /// <summary>What was done to the picture to keep to get this one.</summary>
    public Orientation Orientation { get; }

    /// <summary>What becomes of it: only files that are redundant are proposed for removal.</summary>
    public DuplicateStatus Status { get; }

    /// <summary>Why, in words; of the picture to keep the rules that chose it.</summary>
    public string? Reason { get; }
}
