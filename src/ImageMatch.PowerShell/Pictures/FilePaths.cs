using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>What paths that a user gave mean in the file system: absolute, PowerShell's drives resolved, mapped network drives as the shares they stand for.</summary>
internal sealed class FilePaths(SessionState session, Action<ErrorRecord> writeError)
{
    /// <summary>The files and folders that fit a path with wildcards.</summary>
    public List<string> ResolveWildcard(string path)
    {
        try
        {
            var files = session.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
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

    /// <summary>A path as it is written; null where it means no file, which is said.</summary>
    public string? ResolveLiteral(string path)
    {
        try
        {
            var file = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
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

        var share = session.Drive.GetAll()
            .Where(drive => drive.Name.Equals(full[..1], StringComparison.OrdinalIgnoreCase))
            .Select(drive => PSObject.AsPSObject(drive).Properties["DisplayRoot"]?.Value as string)
            .FirstOrDefault();
        return share?.StartsWith(@"\\", StringComparison.Ordinal) == true ? share.TrimEnd('\\') + full[2..] : full;
    }
}
