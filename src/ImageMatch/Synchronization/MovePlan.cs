namespace ImageMatch.Synchronization;

/// <summary>Finds which files hold what records at other paths were signed from. The same listing and store give the same plan.</summary>
/// <param name="files">Open files by path, their contents read.</param>
/// <param name="stored">Records that are not those of a file as it is.</param>
internal sealed class MovePlan(IReadOnlyList<OpenFile> files, IReadOnlyList<StoredFile> stored)
{
    private readonly HashSet<string> _contents = [.. stored.Select(file => file.ContentHash).OfType<string>()];

    /// <summary>Makes the plan, in place of an earlier one.</summary>
    public void Make()
    {
        foreach (StoredFile file in stored)
            (file.MovedTo, file.IsReplaced, file.IsHeld) = (null, false, false);
        foreach (OpenFile file in files)
        {
            (file.MovedFrom, file.IsPostponed) = (null, false);
            file.IsTouched = file.ContentHash is not null && file.ContentHash == file.Own?.ContentHash;
        }

        OpenFile[] known = [.. files.Where(file => !file.IsTouched && file.ContentHash is { } hash && _contents.Contains(hash))];
        HashSet<StoredFile?> touched = [.. files.Where(file => file.IsTouched).Select(file => file.Own)];
        // Records whose path is another's by now: there is no file, or one that holds what other records were signed from.
        HashSet<StoredFile?> displaced = [.. known.Select(file => file.Own)];
        StoredFile[] loose = [.. stored.Where(file => !touched.Contains(file))];
        var free = new Candidates(loose.Where(file => file.State != StoredState.Outdated || displaced.Contains(file)));
        var others = new Candidates(loose.Where(file => file.State == StoredState.Outdated && !displaced.Contains(file)));
        foreach (bool byName in new[] { true, false })
        {
            foreach (OpenFile file in known.Where(file => file.MovedFrom is null))
            {
                // Where the path has records too this is a series that was numbered anew. Where it has none, an edited picture beside a copy of the original.
                if ((free.Take(file, byName) ?? (file.Own is null ? null : others.Take(file, byName))) is { } source)
                    (file.MovedFrom, source.MovedTo) = (source, file.File);
            }
        }

        foreach (OpenFile file in known.Where(file => file.MovedFrom is not null && file.Own is not null))
            Replace(file);
    }

    /// <summary>Moves in an order in which every path is free before it is taken, but for those that change places.</summary>
    public IReadOnlyList<OpenFile> InOrder()
    {
        Dictionary<StoredFile, OpenFile> moves = files.Where(file => file.MovedFrom is not null).ToDictionary(file => file.MovedFrom!);
        var ordered = new List<OpenFile>();
        var seen = new HashSet<OpenFile>();
        foreach (OpenFile move in moves.Values)
        {
            var waiting = new Stack<OpenFile>();
            for (OpenFile? next = move; next is not null && seen.Add(next); next = next.Own is null ? null : moves.GetValueOrDefault(next.Own))
                waiting.Push(next);
            ordered.AddRange(waiting);
        }

        return ordered;
    }

    /// <summary>Makes room for what was moved onto the path of other records, or leaves both as they are where nothing may be removed.</summary>
    private static void Replace(OpenFile file)
    {
        StoredFile source = file.MovedFrom!;
        if (file.File.Folder.MayRemove)
        {
            file.Own!.IsReplaced = file.Own.MovedTo is null;
        }
        else
        {
            (file.MovedFrom, file.IsPostponed) = (null, true);
            (source.MovedTo, source.IsHeld) = (null, true);
        }
    }

    /// <summary>Records to be taken by content, each once; those of a file of the same name first.</summary>
    private sealed class Candidates
    {
        private readonly Dictionary<(string Hash, string? Name), Queue<StoredFile>> _files = [];

        public Candidates(IEnumerable<StoredFile> files)
        {
            foreach (StoredFile file in files.Where(file => file.ContentHash is not null).OrderBy(file => file.State).ThenBy(file => file.Path, StringComparer.Ordinal))
            {
                Enqueue((file.ContentHash!, Path.GetFileName(file.Path)), file);
                Enqueue((file.ContentHash!, null), file);
            }
        }

        public StoredFile? Take(OpenFile wanted, bool byName)
        {
            if (!_files.TryGetValue((wanted.ContentHash!, byName ? Path.GetFileName(wanted.File.Path) : null), out Queue<StoredFile>? queue))
                return null;
            while (queue.TryDequeue(out StoredFile? file))
            {
                if (file.MovedTo is null)
                    return file;
            }

            return null;
        }

        private void Enqueue((string, string?) key, StoredFile file)
        {
            if (!_files.TryGetValue(key, out Queue<StoredFile>? queue))
                _files.Add(key, queue = []);
            queue.Enqueue(file);
        }
    }
}
