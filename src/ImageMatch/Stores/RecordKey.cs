namespace ImageMatch.Stores;

/// <summary>What makes a record one record: adding the same key again updates it.</summary>
/// <param name="Source">The machine of a local path in a shared store; empty otherwise.</param>
/// <param name="Path">An absolute path, a URL or a given name.</param>
/// <param name="Frame">The page or frame of the file, from 0.</param>
public readonly record struct RecordKey(string Source, string Path, int Frame = 0)
{
    /// <summary>The path in the form that is compared.</summary>
    public string ComparedPath => ComparedForm(Path);

    /// <summary>The form in which paths are compared: Windows-shaped ones (C:\…, \\server\…) without case and with backslashes, others exactly.</summary>
    public static string ComparedForm(string path) => IsWindowsPath(path) ? path.Replace('/', '\\').ToUpperInvariant() : path;

    /// <summary>The key of a path in a store: local paths take the store's source; addresses, shares and given names mean the same everywhere.</summary>
    public static RecordKey Of(string source, string path, int frame = 0) =>
        new(path.StartsWith('/') || (IsWindowsPath(path) && !path.StartsWith(@"\\", StringComparison.Ordinal)) ? source : "", path, frame);

    /// <summary>Whether both are the same key, paths compared by their form.</summary>
    public bool Equals(RecordKey other) =>
        Frame == other.Frame && Source == other.Source && ComparedPath == other.ComparedPath;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, ComparedPath, Frame);

    /// <summary>Whether a path is shaped as those of Windows are: a drive, or a share.</summary>
    public static bool IsWindowsPath(string path) =>
        path.StartsWith(@"\\", StringComparison.Ordinal)
        || (path.Length >= 3 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/');
}
