namespace ImageMatch.PowerShell;

/// <summary>Tells paths and addresses from names that a user gave.</summary>
internal static class StoredPath
{
    public static bool IsRooted(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || path.Contains("://", StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':');
}
