using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>Sets the records of a store against the files of a listing.</summary>
internal sealed class FolderComparison(FolderListing listing, SyncOptions options, ImageSigner signer)
{
    private readonly HashSet<FolderFile> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Files that are new, changed, or to be looked at for another reason; by path.</summary>
    public List<OpenFile> Files { get; } = [];

    /// <summary>Records that are not those of a file as it is.</summary>
    public List<StoredFile> Stored { get; } = [];

    /// <summary>Files as they were when they were signed.</summary>
    public int Unchanged { get; private set; }

    /// <summary>Files that are to be looked at, but not to be downloaded.</summary>
    public List<FolderFile> Offline { get; } = [];

    /// <summary>Compares.</summary>
    /// <param name="store">The store; null for one that is yet to be made.</param>
    public void Run(ISignatureStore? store, SyncTracker progress, CancellationToken cancellationToken)
    {
        if (store is not null && listing.Folders.Count > 0)
        {
            var records = new List<MatchRecord>();
            var query = new RecordQuery { PathPatterns = [.. listing.Folders.Select(folder => folder.Pattern)] };
            foreach (MatchRecord record in store.Get(query, cancellationToken))
            {
                if (record.Key.Source != RecordKey.Of(store.Source, record.Key.Path).Source)
                    continue;
                if (records.Count > 0 && records[0].Key.Path != record.Key.Path)
                    Take(records, progress);
                records.Add(record);
            }

            Take(records, progress);
        }

        foreach (FolderFile file in listing.Files.Where(file => !_known.Contains(file)))
            Open(file, null);
        Files.Sort((one, other) => string.CompareOrdinal(one.File.Path, other.File.Path));
    }

    /// <summary>Takes the records of a path, ordered by frame, then age, and empties the list.</summary>
    private void Take(List<MatchRecord> records, SyncTracker progress)
    {
        if (records.Count > 0 && listing.FolderOf(records[0].Key.Path) is { } folder)
        {
            Compare(records[0].Key.Path, folder, [.. records]);
            progress.Advance(records[0].Key.Path);
        }

        records.Clear();
    }

    private void Compare(string path, SyncFolder folder, MatchRecord[] records)
    {
        folder.Known++;
        if (!listing.TryGet(path, out FolderFile? file))
        {
            Stored.Add(new StoredFile(path, folder, StoredState.Gone, records) { EmptyFolder = listing.EmptyFolderOf(path, folder) });
            return;
        }

        // What is there and passed over is neither gone nor looked at.
        if (file is null)
            return;

        bool[] fits = Array.ConvertAll(records, record => Fits(record, file));
        bool isSigned = !options.Add.VerifyContent && records.Zip(fits).GroupBy(pair => pair.First.Key.Frame).All(frame => frame.Any(pair => pair.Second));
        if (!isSigned)
        {
            var own = new StoredFile(path, folder, StoredState.Outdated, records);
            Stored.Add(own);
            Open(file, own);
            return;
        }

        _known.Add(file);
        MatchRecord[] surplus = [.. records.Where((_, i) => !fits[i])];
        if (surplus.Length > 0)
            Stored.Add(new StoredFile(path, folder, StoredState.Surplus, surplus));
        if (!file.IsOffline && (LacksFrames(records) || (options.Add.Resign && !Array.TrueForAll(records, record => signer.IsCurrent(record.Signer)))))
            Files.Add(new OpenFile(file, null) { IsToResign = true });
        else
            Unchanged++;
    }

    private void Open(FolderFile file, StoredFile? own)
    {
        _known.Add(file);
        if (file.IsOffline)
            Offline.Add(file);
        else
            Files.Add(new OpenFile(file, own));
    }

    private bool LacksFrames(MatchRecord[] records) =>
        options.Add.AllFrames && !(records[0].Facts.FrameCount <= records.DistinctBy(record => record.Key.Frame).Count());

    private static bool Fits(MatchRecord record, FolderFile file) =>
        record.Facts.Length == file.Length && record.Facts.LastWriteTime == file.LastWriteTime;
}

/// <summary>A file that is to be looked at.</summary>
/// <param name="file">The file.</param>
/// <param name="own">The records of its path, which are of another content or of an older time; null where there are none.</param>
internal sealed class OpenFile(FolderFile file, StoredFile? own)
{
    public FolderFile File => file;

    public StoredFile? Own => own;

    /// <summary>Whether it is the file of its records, which another algorithm or decoder signed, or which are not those of all frames.</summary>
    public bool IsToResign { get; init; }

    /// <summary>What it holds; null where nobody needs to know, or where it could not be read.</summary>
    public string? ContentHash { get; set; }

    /// <summary>Whether it could not be read, or was not to be.</summary>
    public bool IsUnread { get; set; }

    /// <summary>Whether it is, or claims to be, a picture.</summary>
    public bool IsPicture { get; set; } = true;

    /// <summary>The records of its content that had another path.</summary>
    public StoredFile? MovedFrom { get; set; }

    /// <summary>Whether its records are right but for the time of the file.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Whether it is left for another time, since records would have to go to make room for what was moved here.</summary>
    public bool IsPostponed { get; set; }
}
