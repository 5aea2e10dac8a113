using System.Globalization;
using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>
/// The files of the reference, also by other names: a folder may be reached through a link, a share may be mounted twice, a file may have hard links.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="scope">The files and folders of the reference.</param>
/// <param name="files">Tells which file a path means.</param>
internal sealed class ReferenceFiles(ISignatureStore store, PathScope scope, IFileInspector files)
{
    private readonly List<(UInt128 Content, string Id)> _contents = [];
    private readonly Dictionary<string, (string Real, FileIdentity? Identity)> _folders = new(StringComparer.Ordinal);
    private readonly Lazy<(string Path, FileIdentity? Identity)[]> _places = new(() => [.. scope.Paths.Select(path => (path, files.Identify(path)))]);

    /// <summary>Files and folders of the reference that contain no record that was noted.</summary>
    public IEnumerable<string> Empty => scope.Empty;

    /// <summary>Whether a stored path lies in the reference.</summary>
    public bool Contains(string path) => scope.Contains(path);

    /// <summary>Notes that there is a record.</summary>
    /// <returns>Whether it lies in the reference.</returns>
    public bool Note(MatchRecord record)
    {
        bool contains = scope.Note(record.Key.Path);
        if (contains && ContentOf(record) is { } content)
            _contents.Add((content, record.Id));
        return contains;
    }

    /// <summary>Makes ready to be asked, once all records are noted.</summary>
    public void Seal() => _contents.Sort();

    /// <summary>Says why a file outside of the reference is, or may be, one of it; null where it is none.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="file">What a look at it showed.</param>
    public string? Explain(MatchRecord record, FileSighting file)
    {
        if (scope.IsEmpty || file.Identity is not { } identity)
            return null;

        return InFolder(record.Key.Path, identity) ?? WithContent(record, identity);
    }

    /// <summary>Looks from the file upwards for one of the places of the reference.</summary>
    private string? InFolder(string path, FileIdentity identity)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        string real = Path.Join(Look(folder).Real, Path.GetFileName(path));
        for (string? place = real; place is not null; place = Path.GetDirectoryName(place))
        {
            if ((place == real ? identity : Look(place).Identity) is not { } here)
                continue;
            foreach ((string reference, FileIdentity? there) in _places.Value)
            {
                string name = place == real ? reference : Path.Join(reference, Path.GetRelativePath(place, real));
                if (there == here)
                    return Is(name);
                if (there?.MayBeMountOf(here) == true && files.Identify(name)?.File == identity.File)
                    return MayBe(name);
            }
        }

        return null;
    }

    /// <summary>Looks among the files of the reference that have the same content.</summary>
    private string? WithContent(MatchRecord record, FileIdentity identity)
    {
        string[] ids = [.. ContentOf(record) is { } content ? IdsOf(content) : []];
        foreach (MatchRecord reference in ids.Length == 0 ? [] : store.Get(new RecordQuery { Ids = ids }))
        {
            FileIdentity? there = files.Identify(reference.Key.Path);
            if (there == identity)
                return Is(reference.Key.Path);
            if (there?.MayBeMountOf(identity) == true)
                return MayBe(reference.Key.Path);
        }

        return null;
    }

    private static string Is(string name) => $"is {name} of the reference by another name";

    private static string MayBe(string name) => $"may be {name} of the reference by another mount";

    private static UInt128? ContentOf(MatchRecord record) =>
        UInt128.TryParse(record.Facts.ContentHash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 content) ? content : null;

    private IEnumerable<string> IdsOf(UInt128 content)
    {
        int first = _contents.BinarySearch((content, ""));
        return _contents.Skip(first < 0 ? ~first : first).TakeWhile(known => known.Content == content).Select(known => known.Id);
    }

    private (string Real, FileIdentity? Identity) Look(string folder)
    {
        if (!_folders.TryGetValue(folder, out (string Real, FileIdentity? Identity) seen))
            _folders.Add(folder, seen = (RealPath.Of(folder), files.Identify(folder)));
        return seen;
    }
}
