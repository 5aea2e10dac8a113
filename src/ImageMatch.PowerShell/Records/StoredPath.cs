using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>From what a user writes to paths as they are stored.</summary>
internal static class StoredPath
{
    /// <summary>Tells paths and addresses from names that a user gave.</summary>
    public static bool IsRooted(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || path.Contains("://", StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':');

    /// <summary>The stored form of a path: from the current location on, whether or not there is a file.</summary>
    public static string Resolve(PSCmdlet command, string path)
    {
        try
        {
            return PictureFinder.IsAddress(path) ? path : Path.GetFullPath(command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
        }
        catch (Exception exception) when (exception is SessionStateException or PSArgumentException or ProviderInvocationException)
        {
            // A stored path need not mean anything on this machine, such as one of another system.
            return path;
        }
    }
}
