using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>Which pictures are compared, what counts as a copy, and which copy is kept.</summary>
public sealed record DuplicateOptions
{
    /// <summary>The order of rules that holds where none is given.</summary>
    public static IReadOnlyList<KeepRule> DefaultKeep { get; } =
        [KeepRule.InReference, KeepRule.LargestImage, KeepRule.LargestFile, KeepRule.Oldest, KeepRule.ShortestPath];

    /// <summary>Copies are nearer to each other than this; 0 to 1.</summary>
    public double DistanceCutoff { get; init; } = SearchQuery.DefaultDistanceCutoff;

    /// <summary>
    /// What distances of turned, mirrored or inverted copies are below: eight ninths of the cut-off. Among 300 photographs no two are nearer than the default
    /// cut-off as they are, but some are in one of the 15 other orientations, by chance; none is nearer than this. Two that are near enough as they are count
    /// whatever they are when turned.
    /// </summary>
    public double TurnedDistanceCutoff => DistanceCutoff * 8 / 9;

    /// <summary>Whether copies that were turned, mirrored or inverted count.</summary>
    public bool AllOrientations { get; init; }

    /// <summary>Whether pictures with too little detail to be told from others are compared like any other, not by content alone.</summary>
    public bool IncludeWeak { get; init; }

    /// <summary>
    /// Files and folders, absolute, whose pictures are compared with the others and never among themselves, and are never proposed for removal, by whatever
    /// name. One that covers no stored picture is an error: it would protect nothing.
    /// </summary>
    public IReadOnlyList<string> ReferencePaths { get; init; } = [];

    /// <summary>Only pictures below these files and folders, absolute, and those of the reference; none for all.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Only records that pass; null for all.</summary>
    public RecordFilter? Filter { get; init; }

    /// <summary>Only groups with a picture that was signed then or later, for the first time or anew; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Reads every file whole before it is proposed. The one to keep always is.</summary>
    public bool VerifyContent { get; init; }

    /// <summary>Which of a group is kept: by the first rule, among equals by the next.</summary>
    public IReadOnlyList<KeepRule> Keep { get; init; } = DefaultKeep;
}
