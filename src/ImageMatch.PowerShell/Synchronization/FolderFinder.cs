using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Finds the folders that paths mean; those that are written out need not be there.</summary>
internal sealed class FolderFinder
{
    private readonly FilePaths _paths;

    public FolderFinder(PSCmdlet command) => _paths = new FilePaths(command.SessionState, error =>
    {
        HasFailed = true;
        command.WriteError(error);
    });

    /// <summary>Whether a path meant nothing.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What a path with wildcards means.</summary>
    public IEnumerable<string> FindPath(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return FindLiteral(WildcardPattern.Unescape(path));
        }

        var folders = _paths.ResolveWildcard(path).FindAll(Directory.Exists);
        // A folder whose very name looks like a wildcard is meant where nothing else is; where there is none either, that is said.
        return folders.Count > 0 ? folders : FindLiteral(path);
    }

    /// <summary>What a path means as it is written.</summary>
    public IEnumerable<string> FindLiteral(string path) => _paths.ResolveLiteral(path) is { } folder ? [folder] : [];
}
