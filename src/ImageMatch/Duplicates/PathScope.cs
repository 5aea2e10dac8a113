using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>Files and folders: which stored paths are among them or below them, and which of them hold none.</summary>
internal sealed class PathScope
{
    private readonly Dictionary<string, Place> _places = [];
    private readonly Dictionary<string, Place>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;

    /// <param name="paths">Absolute paths of files and folders.</param>
    public PathScope(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            _places.TryAdd(RecordKey.ComparedForm(WithoutSeparator(path)), new Place(path));
        _byPrefix = _places.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _places.Count == 0;

    /// <summary>The files and folders, as they were given.</summary>
    public IEnumerable<string> Paths => _places.Values.Select(place => place.Path);

    /// <summary>Those that contain no path that was noted.</summary>
    public IEnumerable<string> Empty => _places.Values.Where(place => !place.HoldsSome).Select(place => place.Path);

    /// <summary>Whether a stored path is one of them, or below one.</summary>
    public bool Contains(string path) => Holders(path).Any();

    /// <summary>Notes that there is a stored path.</summary>
    /// <returns>Whether it is one of them, or below one.</returns>
    public bool Note(string path)
    {
        bool contains = false;
        foreach (Place place in Holders(path))
            contains = place.HoldsSome = true;
        return contains;
    }

    /// <summary>A query for the records of some paths and what lies below them.</summary>
    public static RecordQuery ToQuery(IReadOnlyList<string> paths) => new()
    {
        Paths = [.. paths.Select(WithoutSeparator)],
        PathPatterns = [.. paths.Select(WithoutSeparator).Select(path => Wildcard.Escape(path + SeparatorOf(path)) + "*")],
    };

    private IEnumerable<Place> Holders(string path)
    {
        if (IsEmpty)
            yield break;

        string compared = RecordKey.ComparedForm(path);
        char separator = SeparatorOf(path);
        for (int length = compared.Length; length >= 0; length = compared.AsSpan(0, length).LastIndexOf(separator))
        {
            if (_byPrefix.TryGetValue(compared.AsSpan(0, length), out Place? place))
                yield return place;
        }
    }

    private static string WithoutSeparator(string path) => path.Length > 1 ? path.TrimEnd('/', '\\') : path.TrimEnd('/');

    private static char SeparatorOf(string path) => RecordKey.IsWindowsPath(path + '\\') ? '\\' : '/';

    private sealed class Place(string path)
    {
        public string Path => path;

        public bool HoldsSome { get; set; }
    }
}
