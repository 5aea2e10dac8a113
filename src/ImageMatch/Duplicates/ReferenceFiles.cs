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
    private readonly Dictionary<string, FileIdentity?> _folders = new(StringComparer.Ordinal);
    private readonly Lazy<(string Path, FileIdentity Identity)[]> _places = new(() => Identify(scope.Paths, files));
    private readonly Lazy<ILookup<FileIdentity, string>> _names = new(() =>
        Identify(store.Get(PathScope.ToQuery([.. scope.Paths])).Select(record => record.Key.Path), files).ToLookup(file => file.Identity, file => file.Path));

    /// <summary>Whether a stored path lies in the reference.</summary>
    public bool Contains(string path) => scope.Contains(path);

    /// <summary>Says why a file outside of the reference is, or may be, one of it; null where it is none.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="file">What a look at it showed.</param>
    public string? Explain(string path, FileSighting file)
    {
        if (scope.IsEmpty || file.Identity is not { } identity)
            return null;

        for (string? place = path; place is not null; place = Path.GetDirectoryName(place))
        {
            FileIdentity? here = place == path ? identity : OfFolder(place);
            foreach ((string reference, FileIdentity there) in _places.Value)
            {
                string name = place == path ? reference : Path.Join(reference, Path.GetRelativePath(place, path));
                if (here == there)
                    return $"is {name} of the reference by another name";
                if (here?.MayBeMountOf(there) == true && files.Identify(name)?.File == identity.File)
                    return $"may be {name} of the reference by another mount";
            }
        }

        return file.Names > 1 && _names.Value[identity].FirstOrDefault() is { } link ? $"is {link} of the reference by another name" : null;
    }

    private static (string Path, FileIdentity Identity)[] Identify(IEnumerable<string> paths, IFileInspector files) =>
        [.. paths.Select(path => (path, Identity: files.Identify(path))).Where(file => file.Identity is not null).Select(file => (file.path, file.Identity!.Value))];

    private FileIdentity? OfFolder(string folder)
    {
        if (!_folders.TryGetValue(folder, out FileIdentity? identity))
            _folders.Add(folder, identity = files.Identify(folder));
        return identity;
    }
}
