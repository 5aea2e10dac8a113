using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>
/// Finds groups of copies in a store: every two members of a group match, no picture is in two groups, and the same store gives the same groups. Each group
/// comes once, as soon as no other picture can belong to it. Signatures are read once and compared in memory, about 350 bytes a picture, on every kind of store alike.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="options">What is compared, what counts and what is kept.</param>
/// <param name="files">Looks at files before they are proposed for removal.</param>
public sealed class DuplicateFinder(ISignatureStore store, DuplicateOptions options, IFileInspector files)
{
    private const int BatchSize = 2000;
    private const int ProgressInterval = 1000;

    private readonly ReferenceFiles _references = new(store, new PathScope(options.ReferencePaths), files);
    private readonly PathScope _folders = new(options.Folders);
    private readonly List<(int Pictures, double DistanceCutoff)> _narrowed = [];

    /// <summary>Pictures with nothing, or too little, to tell them by: of these only files that are equal to the last byte are taken for copies.</summary>
    public long ComparedByContent { get; private set; }

    /// <summary>Sets of pictures so many of which resemble each other that only nearer ones were grouped: how many, and how near.</summary>
    public IReadOnlyList<(int Pictures, double DistanceCutoff)> Narrowed => _narrowed;

    /// <summary>Folders that were asked for and hold no stored picture.</summary>
    public IReadOnlyList<string> EmptyFolders { get; private set; } = [];

    /// <summary>Finds the groups.</summary>
    /// <param name="progress">Told how far the search has come, on the thread that enumerates; null for nobody.</param>
    /// <param name="cancellationToken">Gives up at once.</param>
    /// <exception cref="StoreException">
    /// The store does not answer, or holds no picture of a reference (<see cref="StoreError.ReferenceNotFound"/>).
    /// </exception>
    public IEnumerable<DuplicateGroup> Find(Action<DuplicateProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<MatchDecision> decisions = store.Decisions.Get(cancellationToken);
        var table = new PictureTable(decisions);
        var contents = new ContentTable();
        var index = new SignatureIndex();
        Read(table, contents, index, progress, cancellationToken);
        EmptyFolders = Unstored(_folders.Empty, cancellationToken);
        if (Unstored(_references.Empty, cancellationToken) is { Count: > 0 } missing)
        {
            throw new StoreException(
                StoreError.ReferenceNotFound,
                $"The store holds no picture of the reference '{string.Join("', '", missing)}', so that it would protect nothing. "
                + "Name a file or folder as Get-MatchImage shows it, without wildcards.");
        }

        var review = new GroupReview(options, store.Profile.Options, files, _references, decisions);
        var reader = new GroupReader(store, (row, record) => record.Signature.Equals(table.SignatureOf(row.Picture)));
        var scan = new ComponentScan(table, index, options, store.Profile.Options);
        foreach (List<Component> whole in scan.Run(asked => progress?.Invoke(new(DuplicateStage.Comparing, asked, table.Count)), cancellationToken))
        {
            IEnumerable<List<GroupRow>> groups = whole.SelectMany(component => ToGroups(component, table)).OrderBy(rows => rows[0].Row);
            foreach (DuplicateGroup group in Review(reader, groups))
                yield return group;
        }

        foreach (DuplicateGroup group in Review(new GroupReader(store, contents.IsAsGrouped), contents.Groups()))
            yield return group;

        IEnumerable<DuplicateGroup> Review(GroupReader of, IEnumerable<List<GroupRow>> groups) => of.Read(groups, cancellationToken)
            .Select(group => review.Review(group.Records, record => group.FilesOfFrames.Contains(record.Key with { Frame = 0 }), cancellationToken));
    }

    private void Read(PictureTable table, ContentTable contents, SignatureIndex index, Action<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        long total = store.Describe(cancellationToken).Count ?? 0;
        long read = 0;
        var batch = new List<(long, Signatures.Signature)>(BatchSize);
        foreach (MatchRecord record in store.Get(Query(), cancellationToken))
        {
            if (++read % ProgressInterval == 0)
                progress?.Invoke(new(DuplicateStage.Reading, read, total));
            _folders.Note(record.Key.Path);
            bool isReference = _references.Note(record);
            bool isRecent = !(record.LastSigned < options.Since);
            if (record.Signature.IsFeatureless || (record.Signature.IsWeak && !options.IncludeWeak))
            {
                contents.Add(record, isReference, isRecent);
                continue;
            }

            (int picture, bool isNew) = table.Add(record, isReference, isRecent);
            if (!isNew)
                continue;
            batch.Add((picture, record.Signature));
            if (batch.Count == BatchSize)
            {
                index.Set(batch);
                batch.Clear();
            }
        }

        index.Set(batch);
        table.Seal();
        _references.Seal();
        ComparedByContent = contents.Count;
    }

    /// <summary>Those of some places of which the store holds nothing, also nothing that the filter left out.</summary>
    private List<string> Unstored(IEnumerable<string> places, CancellationToken cancellationToken) =>
        [.. places.Where(path => options.Filter is null || !store.Get(PathScope.ToQuery([path]), cancellationToken).Any())];

    private RecordQuery Query() => (_folders.IsEmpty ? new RecordQuery() : PathScope.ToQuery([.. options.Folders, .. options.ReferencePaths])) with { Filter = options.Filter };

    /// <summary>The groups of a component that is whole; those that are of interest alone.</summary>
    private IEnumerable<List<GroupRow>> ToGroups(Component component, PictureTable table)
    {
        if (component.Cutoff < options.DistanceCutoff)
        {
            _narrowed.Add((component.Members.Count, component.Cutoff));
            component.Narrow(component.Cutoff);
        }

        List<List<int>> clusters = CompleteLink.Group(component.Pairs);
        HashSet<int> grouped = [.. clusters.SelectMany(cluster => cluster)];
        // Several records may be one picture.
        clusters.AddRange(component.Members.Where(picture => !grouped.Contains(picture)).Select(picture => new List<int> { picture }));
        return clusters
            .Select(cluster => cluster.SelectMany(table.RowsOf).OrderBy(row => row.Row).ToList())
            .Where(rows => rows.Count > 1 && rows.Exists(row => row.IsRecent));
    }
}
