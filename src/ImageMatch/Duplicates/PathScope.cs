using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>Files and folders: which stored paths are among them or below them.</summary>
internal sealed class PathScope
{
    private readonly (string Whole, string Prefix)[] _places;

    /// <param name="paths">Absolute paths of files and folders.</param>
    public PathScope(IEnumerable<string> paths) => _places =
        [.. paths.Select(path => RecordKey.ComparedForm(WithoutSeparator(path))).Select(path => (path, path + SeparatorOf(path)))];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _places.Length == 0;

    /// <summary>Whether a stored path is one of them, or below one.</summary>
    public bool Contains(string path)
    {
        if (IsEmpty)
            return false;
        string compared = RecordKey.ComparedForm(path);
        return Array.Exists(_places, place => compared == place.Whole || compared.StartsWith(place.Prefix, StringComparison.Ordinal));
    }

    /// <summary>A query for the records of some paths and what lies below them.</summary>
    public static RecordQuery ToQuery(IReadOnlyList<string> paths) => new()
    {
        Paths = [.. paths.Select(WithoutSeparator)],
        PathPatterns = [.. paths.Select(WithoutSeparator).Select(path => Wildcard.Escape(path + SeparatorOf(path)) + "*")],
    };

    private static string WithoutSeparator(string path) => path.Length > 1 ? path.TrimEnd('/', '\\') : path.TrimEnd('/');

    private static char SeparatorOf(string path) => RecordKey.IsWindowsPath(path + '\\') ? '\\' : '/';
}
