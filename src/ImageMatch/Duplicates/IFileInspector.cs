using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>What a look at the file of a record shows.</summary>
/// <param name="Obstacle">Why it is not a file that is as it was signed; null where it is.</param>
/// <param name="Reason">The same in words, to follow the file's name.</param>
/// <param name="Identity">Which file it is, by whatever name; null where that cannot be told.</param>
/// <param name="Names">How many names the file has.</param>
public sealed record FileSighting(DuplicateStatus? Obstacle, string? Reason, FileIdentity? Identity, int Names)
{
    /// <summary>A file that is there and is as it was signed.</summary>
    public static FileSighting Unchanged(FileIdentity? identity, int names) => new(null, null, identity, names);

    /// <summary>Anything else.</summary>
    public static FileSighting Not(DuplicateStatus obstacle, string reason) => new(obstacle, reason, null, 0);
}

/// <summary>Looks at the files of records before one of them is proposed for removal.</summary>
public interface IFileInspector
{
    /// <summary>Looks at the file of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="verifyContent">Whether the file is read whole also where its length and time are as they were.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    FileSighting Look(MatchRecord record, bool verifyContent = false, CancellationToken cancellationToken = default);

    /// <summary>Tells which file or folder of this machine a path means; null where there is none, or it cannot be told.</summary>
    FileIdentity? Identify(string path);
}
