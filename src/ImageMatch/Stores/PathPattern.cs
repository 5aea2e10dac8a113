namespace ImageMatch.Stores;

/// <summary>A wildcard for stored paths, compared as keys are: Windows-shaped paths without case and with either slash, others exactly.</summary>
public sealed class PathPattern
{
    private readonly Wildcard _exact;
    private readonly Wildcard _windows;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="StoreException">The pattern is no wildcard (<see cref="StoreError.QueryRefused"/>).</exception>
    public PathPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _exact = new Wildcard(pattern, caseSensitive: true);
        _windows = new Wildcard(pattern.Replace('/', '\\'), caseSensitive: false);
    }

    /// <summary>Whether the whole path fits.</summary>
    public bool IsMatch(string path) => RecordKey.IsWindowsPath(path) ? _windows.IsMatch(path.Replace('/', '\\')) : _exact.IsMatch(path);
}
