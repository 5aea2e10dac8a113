using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Stored pictures of which every two are copies of each other.</summary>
public sealed class MatchDuplicateGroup
{
    internal MatchDuplicateGroup(IReadOnlyList<MatchDuplicateMember> members, PSObject[] redundant, long reclaimableBytes)
    {
        Members = members;
        Redundant = redundant;
        ReclaimableBytes = reclaimableBytes;
    }

    /// <summary>How many pictures the group has.</summary>
    public int Count => Members.Count;

    /// <summary>The picture to keep.</summary>
    public MatchDuplicateMember Keep => Members[0];

    /// <summary>Why it is kept, in words.</summary>
    public string? KeepReason => Keep.Reason;

    /// <summary>The files that can be removed, as Get-Item gives them.</summary>
    public PSObject[] Redundant { get; }

    /// <summary>Bytes that removing them makes free.</summary>
    public long ReclaimableBytes { get; }

    /// <summary>All pictures of the group: the one to keep, then the others by their distance to it.</summary>
    public IReadOnlyList<MatchDuplicateMember> Members { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Keep.Path} and {Count - 1} {(Count == 2 ? "copy" : "copies")}";
}
