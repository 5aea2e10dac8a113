using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>What becomes of a member of a group.</summary>
public enum DuplicateStatus
{
    /// <summary>It is the one to keep.</summary>
    Kept,

    /// <summary>Its file can be removed: it is there, is what was signed, and another file than the one to keep.</summary>
    Redundant,

    /// <summary>It lies in a reference folder, or was decided to be kept.</summary>
    Protected,

    /// <summary>It is one frame of a file, the rest of which would go with it.</summary>
    PartOfFile,

    /// <summary>Another member is the same file by another name.</summary>
    SameFile,

    /// <summary>It is a link to a file.</summary>
    Link,

    /// <summary>The file is gone.</summary>
    Gone,

    /// <summary>The file is no longer what was signed.</summary>
    Changed,

    /// <summary>It is no file that can be looked at here.</summary>
    Unknown,
}

/// <summary>A picture of a group.</summary>
/// <param name="Record">The record.</param>
/// <param name="Distance">The distance to the one to keep.</param>
/// <param name="Orientation">What was done to the one to keep to get this one.</param>
/// <param name="Status">What becomes of it.</param>
/// <param name="Reason">Why, in words; null for those that are redundant.</param>
public sealed record DuplicateMember(MatchRecord Record, double Distance, Orientation Orientation, DuplicateStatus Status, string? Reason);

/// <summary>Pictures of which every two are copies of each other.</summary>
/// <param name="Members">The one to keep, then the others by their distance to it.</param>
/// <param name="ReclaimableBytes">What removing the redundant files makes free.</param>
public sealed record DuplicateGroup(IReadOnlyList<DuplicateMember> Members, long ReclaimableBytes)
{
    /// <summary>The one to keep; its reason says by which rules.</summary>
    public DuplicateMember Keep => Members[0];
}
