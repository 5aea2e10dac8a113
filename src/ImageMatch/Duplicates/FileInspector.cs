using ImageMatch.Imaging;
using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>Looks at files on disk. Where the time alone is another than when a file was signed, its content is read.</summary>
/// <param name="source">What local paths of this machine have as their source.</param>
public sealed class FileInspector(string source) : IFileInspector
{
    /// <inheritdoc/>
    public FileSighting Look(MatchRecord record, bool verifyContent = false, CancellationToken cancellationToken = default)
    {
        string path = record.Key.Path;
        if (RecordKey.Of(source, path).Source != record.Key.Source)
            return FileSighting.Not(DuplicateStatus.Unknown, $"is on {(record.Key.Source.Length > 0 ? record.Key.Source : "another machine")}");
        if (!Path.IsPathFullyQualified(path))
            return FileSighting.Not(DuplicateStatus.Unknown, "is no file of this machine");

        try
        {
            return Look(new FileInfo(path), record.Facts, verifyContent, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or ImageException)
        {
            return FileSighting.Not(DuplicateStatus.Unknown, $"cannot be looked at: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public FileIdentity? Identify(string path)
    {
        try
        {
            return FileIdentity.TryRead(path, out FileIdentity identity, out _) ? identity : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileSighting Look(FileInfo file, FileFacts facts, bool verifyContent, CancellationToken cancellationToken)
    {
        if (file.LinkTarget is { } target)
            return FileSighting.Not(DuplicateStatus.Link, $"is a link to {target}");
        if (!file.Exists)
            return FileSighting.Not(DuplicateStatus.Gone, "is gone");
        if (facts.Length is null || (facts.LastWriteTime is null && facts.ContentHash is null))
            return FileSighting.Not(DuplicateStatus.Unknown, "was stored without what would show a change; add it again with Add-MatchImage");
        if (file.Length != facts.Length)
            return FileSighting.Not(DuplicateStatus.Changed, "has another length than when it was signed");
        if (verifyContent && facts.ContentHash is null)
            return FileSighting.Not(DuplicateStatus.Unknown, "was stored without the hash of its content; add it again with Add-MatchImage");
        if ((verifyContent || file.LastWriteTimeUtc != facts.LastWriteTime?.UtcDateTime) && !HasContent(file.FullName, facts.ContentHash, cancellationToken))
            return FileSighting.Not(DuplicateStatus.Changed, "has other content than when it was signed");

        return FileIdentity.TryRead(file.FullName, out FileIdentity identity, out int names)
            ? FileSighting.Unchanged(identity, names)
            : FileSighting.Not(DuplicateStatus.Unknown, "cannot be told from other files");
    }

    private static bool HasContent(string path, string? hash, CancellationToken cancellationToken)
    {
        if (hash is null)
            return false;
        using ImageContent content = ImageContent.Read(ImageInput.FromFile(path), ImageLimits.Default, cancellationToken);
        return content.Hash() == hash;
    }
}
