namespace ImageMatch.Duplicates;

/// <summary>A rule by which one of a group of copies is kept.</summary>
public enum KeepRule
{
    /// <summary>One that lies in a reference folder.</summary>
    InReference,

    /// <summary>The one with the most pixels.</summary>
    LargestImage,

    /// <summary>The one with the most bytes.</summary>
    LargestFile,

    /// <summary>The one whose file was written first; where that is not known, the one that was added first.</summary>
    Oldest,

    /// <summary>The one whose file was written last; where that is not known, the one that was added last.</summary>
    Newest,

    /// <summary>The one with the fewest characters in its path.</summary>
    ShortestPath,
}
