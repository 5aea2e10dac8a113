using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>A folder to be synced, and what was found of it.</summary>
internal sealed class SyncFolder
{
    private readonly string _below;

    public SyncFolder(string path)
    {
        Path = System.IO.Path.TrimEndingDirectorySeparator(path);
        char separator = RecordKey.IsWindowsPath(Path) ? '\\' : '/';
        string beginning = Path.EndsWith(separator) ? Path : Path + separator;
        _below = RecordKey.ComparedForm(beginning);
        Pattern = Wildcard.Escape(beginning) + "*";
    }

    public string Path { get; }

    /// <summary>Fits the paths of all records below.</summary>
    public string Pattern { get; }

    /// <summary>Pictures that are there.</summary>
    public int Pictures { get; set; }

    /// <summary>Pictures that the store knows, by their files.</summary>
    public int Known { get; set; }

    /// <summary>Whether what was not seen is gone, and may go from the store.</summary>
    public bool MayRemove { get; set; } = true;

    /// <summary>How long what leads to this folder is, in the form in which paths are compared.</summary>
    public int Depth => _below.Length;

    /// <summary>Whether a path, in the form in which paths are compared, lies below.</summary>
    public bool Contains(string comparedPath) => comparedPath.StartsWith(_below, StringComparison.Ordinal);
}
