using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>What paths that a user gave mean in the file system: absolute, PowerShell's drives resolved, mapped network drives as the shares they stand for.</summary>
internal sealed class FilePaths(SessionState session, Action<ErrorRecord> writeError)
{
    /// <summary>PowerShell's provider of files.</summary>
    public const string Provider = "FileSystem";

    /// <summary>The files and folders that fit a path with wildcards.</summary>
    public List<string> ResolveWildcard(string path)
    {
        try
        {
            var files = session.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name == Provider)
            {
                return [.. files.Select(file => StoredPath.OfFile(session, file))];
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

    /// <summary>A path as it is written; null where it means no file, which is said.</summary>
    public string? ResolveLiteral(string path)
    {
        try
        {
            var file = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == Provider)
            {
                return StoredPath.OfFile(session, file);
            }

            writeError(ErrorRecords.NotAFile(path, provider.Name));
        }
        catch (Exception exception) when (exception is PSArgumentException or SessionStateException or ProviderInvocationException)
        {
            writeError(ErrorRecords.PathNotResolved(exception, path));
        }

        return null;
    }
}
