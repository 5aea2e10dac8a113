using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>From what a user writes to paths as they are stored: absolute, PowerShell's drives resolved, mapped network drives as the shares they stand for.</summary>
internal static class StoredPath
{
    /// <summary>Tells paths and addresses from names that a user gave.</summary>
    public static bool IsRooted(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || path.Contains("://", StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':');

    /// <summary>The stored form of a path: from the current location on, whether or not there is a file.</summary>
    public static string Resolve(SessionState session, string path)
    {
        if (PictureFinder.IsAddress(path))
        {
            return path;
        }

        try
        {
            var file = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == FilePaths.Provider && Path.IsPathRooted(file) ? OfFile(session, file) : path;
        }
        catch (Exception exception) when (exception is SessionStateException or PSArgumentException or ProviderInvocationException)
        {
            // A stored path need not mean anything on this machine, such as one of another system.
            return path;
        }
    }

    /// <summary>The stored form of a path that the provider of files gave: a share instead of its mapped drive, for it means the same to every session.</summary>
    public static string OfFile(SessionState session, string file)
    {
        var full = Path.GetFullPath(file);
        if (!OperatingSystem.IsWindows() || full.Length < 2 || full[1] != ':')
        {
            return full;
        }

        var share = session.Drive.GetAll()
            .Where(drive => drive.Name.Equals(full[..1], StringComparison.OrdinalIgnoreCase))
            .Select(drive => PSObject.AsPSObject(drive).Properties["DisplayRoot"]?.Value as string)
            .FirstOrDefault();
        return share?.StartsWith(@"\\", StringComparison.Ordinal) == true ? share.TrimEnd('\\') + full[2..] : full;
    }
}
