using System.Management.Automation;
using ImageMatch.Imaging;

namespace ImageMatch.PowerShell;

/// <summary>Finds the pictures that paths mean: files, wildcards, folders, addresses.</summary>
internal sealed class PictureFinder(PSCmdlet command, Action<ErrorRecord> writeError)
{
    private readonly SessionState _session = command.SessionState;

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

        var files = ResolveWildcard(path);
        // A file whose very name looks like a wildcard is meant where nothing else is.
        return files.Count == 0 && ResolveLiteral(path) is { } literal && File.Exists(literal)
            ? [Named(literal)]
            : files.SelectMany(file => Directory.Exists(file) ? FindMetFolder(file) : [Met(file)]);
    }

    /// <summary>What a path means as it is written.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isPiped">Whether it came with an object of <c>Get-ChildItem</c>: folders in that stream are passed over.</param>
    public IEnumerable<FoundPicture> FindLiteral(string path, bool isPiped)
    {
        if (ResolveLiteral(path) is not { } file)
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

    private List<string> ResolveWildcard(string path)
    {
        try
        {
            var files = _session.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name == "FileSystem")
            {
                return [.. files.Select(ToShare)];
            }

            writeError(ErrorRecords.NotAFile(path, provider.Name));
        }
        catch (Exception exception) when (exception is ItemNotFoundException or ProviderInvocationException)
        {
            // Nothing matches: as for the commands of PowerShell, that is no error.
        }
        catch (Exception exception) when (exception is PSArgumentException or SessionStateException or ProviderNotFoundException)
        {
            writeError(ErrorRecords.PathNotResolved(exception, path));
        }

        return [];
    }

    private string? ResolveLiteral(string path)
    {
        try
        {
            var file = _session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == "FileSystem")
            {
                return ToShare(file);
            }

            writeError(ErrorRecords.NotAFile(path, provider.Name));
        }
        catch (Exception exception) when (exception is PSArgumentException or SessionStateException or ProviderInvocationException)
        {
            writeError(ErrorRecords.PathNotResolved(exception, path));
        }

        return null;
    }

    /// <summary>The path with a mapped network drive replaced by the share that it stands for, which means the same to every session.</summary>
    private string ToShare(string file)
    {
        var full = Path.GetFullPath(file);
        if (!OperatingSystem.IsWindows() || full.Length < 2 || full[1] != ':')
        {
            return full;
        }

        var share = _session.Drive.GetAll()
            .Where(drive => drive.Name.Equals(full[..1], StringComparison.OrdinalIgnoreCase))
            .Select(drive => PSObject.AsPSObject(drive).Properties["DisplayRoot"]?.Value as string)
            .FirstOrDefault();
        return share?.StartsWith(@"\\", StringComparison.Ordinal) == true ? share.TrimEnd('\\') + full[2..] : full;
    }

    private IEnumerable<FoundPicture> FindMetFolder(string folder)
    {
        if (Recurse)
        {
            return Enumerate(folder);
        }

        PassedOver++;
        return [];
    }

    /// <summary>The files of a folder by name, then those of the folders in it. Links to folders are not followed, so that there is no way round in a circle.</summary>
    private IEnumerable<FoundPicture> Enumerate(string folder)
    {
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out var current))
        {
            var entries = ReadFolder(current);
            foreach (var file in entries.OfType<FileInfo>().Where(IsWanted))
            {
                yield return Met(file.FullName);
            }

            foreach (var inner in entries.OfType<DirectoryInfo>().Reverse().Where(IsEntered))
            {
                folders.Push(inner.FullName);
            }
        }
    }

    private List<FileSystemInfo> ReadFolder(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            writeError(ErrorRecords.FolderUnreadable(exception, folder));
            return [];
        }
    }

    private bool IsWanted(FileInfo file)
    {
        if (file.Attributes.HasFlag(FileAttributes.Hidden))
        {
            PassedOver++;
            return false;
        }

        return (Include.Count == 0 || Include.Any(pattern => pattern.IsMatch(file.Name))) && !Exclude.Any(pattern => pattern.IsMatch(file.Name));
    }

    private bool IsEntered(DirectoryInfo folder)
    {
        if (!Recurse || Exclude.Any(pattern => pattern.IsMatch(folder.Name)))
        {
            return false;
        }

        if ((folder.Attributes & (FileAttributes.Hidden | FileAttributes.ReparsePoint)) == 0)
        {
            return true;
        }

        PassedOver++;
        return false;
    }
}
