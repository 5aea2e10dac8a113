using System.Management.Automation;
using ImageMatch.Imaging;

namespace ImageMatch.PowerShell;

/// <summary>Finds what paths mean: files, folders, addresses.</summary>
internal sealed class PictureFinder(PSCmdlet command, Action<ErrorRecord> writeError)
{
    private readonly FilePaths _paths = new(command.SessionState, writeError);

    public bool Recurse { get; init; }

    public NameSelection Selection { get; init; } = new([], []);

    /// <summary>Folders, links and hidden files that were passed over.</summary>
    public int PassedOver { get; private set; }

    /// <summary>The pictures of what was found; a folder is listed while it is enumerated.</summary>
    public IEnumerable<FoundPicture> Read(IEnumerable<PictureSource> sources) =>
        sources.SelectMany(source => source.Picture is { } picture ? [picture] : ReadFolder(source.Folder!));

    /// <summary>How many pictures there will be. Any thread may count, beside one that reads.</summary>
    public long Count(IEnumerable<PictureSource> sources, CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (var source in sources)
        {
            foreach (var entry in source.Folder is null ? [] : Selection.CreateReader(Recurse).Read(source.Folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                count += entry.Kind == FolderEntryKind.File ? 1 : 0;
            }

            count += source.Picture is null ? 0 : 1;
        }

        return count;
    }

    public static bool IsAddress(string path) =>
        path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a path with wildcards means.</summary>
    public IReadOnlyList<PictureSource> FindPath(string path)
    {
        if (IsAddress(path))
        {
            return FindAddress(path);
        }

        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return FindLiteral(WildcardPattern.Unescape(path), isPiped: false);
        }

        var files = _paths.ResolveWildcard(path);
        // A file whose very name looks like a wildcard is meant where nothing else is.
        return files.Count == 0 && _paths.ResolveLiteral(path) is { } literal && File.Exists(literal)
            ? [Named(literal)]
            : [.. files.SelectMany(file => Directory.Exists(file) ? FindMetFolder(file) : [Met(file)])];
    }

    /// <summary>What a path means as it is written.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isPiped">Whether it came with an object of <c>Get-ChildItem</c>: folders in that stream are passed over.</param>
    public IReadOnlyList<PictureSource> FindLiteral(string path, bool isPiped)
    {
        if (_paths.ResolveLiteral(path) is not { } file)
        {
            return [];
        }

        if (!Directory.Exists(file))
        {
            return [isPiped ? Met(file) : Named(file)];
        }

        if (!isPiped)
        {
            return [new PictureSource(Folder: file)];
        }

        PassedOver++;
        return [];
    }

    /// <summary>An address.</summary>
    public IReadOnlyList<PictureSource> FindAddress(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            writeError(ErrorRecords.PathNotResolved(new UriFormatException($"'{address}' is not an address that can be read."), address));
            return [];
        }

        return [new PictureSource(new FoundPicture(ImageInput.FromUri(uri), uri, IsNamed: true))];
    }

    private static PictureSource Named(string file) => new(ToPicture(file, isNamed: true));

    private static PictureSource Met(string file) => new(ToPicture(file, isNamed: false));

    private static FoundPicture ToPicture(string file, bool isNamed) => new(ImageInput.FromFile(file), new FileInfo(file), isNamed);

    private IReadOnlyList<PictureSource> FindMetFolder(string folder)
    {
        if (Recurse)
        {
            return [new PictureSource(Folder: folder)];
        }

        PassedOver++;
        return [];
    }

    private IEnumerable<FoundPicture> ReadFolder(string folder)
    {
        foreach (var entry in Selection.CreateReader(Recurse).Read(folder))
        {
            switch (entry.Kind)
            {
                case FolderEntryKind.File:
                    yield return ToPicture(entry.Path, isNamed: false);
                    break;
                case FolderEntryKind.EmptyFolder:
                    break;
                case FolderEntryKind.UnreadableFolder:
                    writeError(ErrorRecords.FolderUnreadable(entry.Error!, entry.Path));
                    break;
                default:
                    PassedOver++;
                    break;
            }
        }
    }
}
