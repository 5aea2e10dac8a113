namespace ImageMatch;

/// <summary>Paths without links.</summary>
public static class RealPath
{
    /// <summary>A path with every link on its way followed, as far as it exists.</summary>
    /// <param name="path">An absolute path.</param>
    public static string Of(string path)
    {
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;

        string whole = Path.Combine(Of(parent), Path.GetFileName(path));
        try
        {
            FileSystemInfo? target = new FileInfo(whole).ResolveLinkTarget(returnFinalTarget: true);
            return target is null || target.FullName == whole ? whole : Of(target.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return whole;
        }
    }
}
