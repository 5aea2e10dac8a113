using System.Management.Automation;
using ImageMatch.Imaging;

namespace ImageMatch.PowerShell;

/// <summary>Finds the pictures that paths mean: files, wildcards, folders, addresses.</summary>
internal sealed class PictureFinder(PSCmdlet command, Action<ErrorRecord> writeError)
{
    private readonly FilePaths _paths = new(command.SessionState, writeError);

    public bool Recurse { get; init; }

    public IReadOnlyList<WildcardPattern> Include { get; init; } = [];

    public IReadOnlyList<WildcardPattern> Exclude { get; init; } = [];

    /// <summary>Folders, links and hidden files that were passed over.</summary>
    public int PassedOver { get; private set; }

    public static bool IsAddress(string path) =>
        path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a path with wildcards means.</summary>
    public IEnumerable<FoundPicture> FindPath(string path)
    {
        if (IsAddress(path))
        {
            return FindAddress(path);
        }

        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return FindLiteral(path, isPiped: false);
        }

        var files = _paths.ResolveWildcard(path);
        // A file whose very name looks like a wildcard is meant where nothing else is.
        return files.Count == 0 && _paths.ResolveLiteral(path) is { } literal && File.Exists(literal)
            ? [Named(literal)]
            : files.SelectMany(file => Directory.Exists(file) ? FindMetFolder(file) : [Met(file)]);
    }

    /// <summary>What a path means as it is written.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isPiped">Whether it came with an object of <c>Get-ChildItem</c>: folders in that stream are passed over.</param>
    public IEnumerable<FoundPicture> FindLiteral(string path, bool isPiped)
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
            return Enumerate(file);
        }

        PassedOver++;
        return [];
    }

    /// <summary>An address.</summary>
    public IEnumerable<FoundPicture> FindAddress(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            writeError(ErrorRecords.PathNotResolved(new UriFormatException($"'{address}' is not an address that can be read."), address));
            return [];
        }

        return [new FoundPicture(ImageInput.FromUri(uri), uri, IsNamed: true)];
    }

    private static FoundPicture Named(string file) => new(ImageInput.FromFile(file), new FileInfo(file), IsNamed: true);

    private static FoundPicture Met(string file) => new(ImageInput.FromFile(file), new FileInfo(file), IsNamed: false);

    private IEnumerable<FoundPicture> FindMetFolder(string folder)
    {
        if (Recurse)
        {
            return Enumerate(folder);
        }

        PassedOver++;
        return [];
    }

    private IEnumerable<FoundPicture> Enumerate(string folder)
    {
        var reader = new FolderReader
        {
            Recurse = Recurse,
            IsWanted = name => (Include.Count == 0 || Include.Any(pattern => pattern.IsMatch(name))) && !Exclude.Any(pattern => pattern.IsMatch(name)),
            IsExcluded = name => Exclude.Any(pattern => pattern.IsMatch(name)),
        };
        foreach (var entry in reader.Read(folder))
        {
            switch (entry.Kind)
            {
                case FolderEntryKind.File:
                    yield return Met(entry.Path);
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
