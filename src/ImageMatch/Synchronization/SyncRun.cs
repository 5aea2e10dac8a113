using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Stores;

namespace ImageMatch.Synchronization;

/// <summary>Does what a plan says. Each change is handed out after its commit; what was committed stays, whenever this is broken off.</summary>
/// <param name="store">The store.</param>
/// <param name="signer">Signs by the store's profile.</param>
/// <param name="options">How.</param>
public sealed class SyncRun(ISignatureStore store, ImageSigner signer, SyncOptions options)
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);

    private AddRequest? _told;

    /// <summary>Does the steps of a plan.</summary>
    /// <param name="plan">The plan, perhaps with fewer steps, but in their order.</param>
    /// <param name="toRequest">Says what to store with a picture; null leaves the picture out. Nothing is stored with pictures where this is null.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>What became of the pictures; null now and then while nothing is ready.</returns>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public IEnumerable<SyncChange?> Apply(SyncPlan plan, Func<ImageInput, AddRequest?>? toRequest = null, CancellationToken cancellationToken = default) =>
        Remove(plan.Steps.Where(step => step.Stored?.IsReplaced == true && step.Kind == SyncChangeKind.Removed), cancellationToken)
            .Concat(Move(plan.Steps.Where(step => step.Kind == SyncChangeKind.Moved), cancellationToken))
            .Concat(Note(plan.TouchedFiles, cancellationToken))
            .Concat(Sign(plan.Steps.Where(step => step.Kind is SyncChangeKind.Added or SyncChangeKind.Updated), toRequest ?? (input => new AddRequest(input)), cancellationToken))
            .Concat(Remove(plan.Steps.Where(step => step.Kind == SyncChangeKind.Removed && !step.Stored!.IsReplaced), cancellationToken));

    private IEnumerable<SyncChange> Remove(IEnumerable<SyncStep> steps, CancellationToken cancellationToken)
    {
        // What came back meanwhile stays.
        foreach (StoredFile[] batch in steps.Select(step => step.Stored!).Where(file => file.IsReplaced || !File.Exists(file.Path)).Chunk(options.Add.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ChangeAnswer answer = store.Remove([.. batch.SelectMany(file => file.Records).Select(record => record.Id)], CancellationToken.None);
            HashSet<string> removed = [.. answer.Ids];
            foreach (StoredFile file in batch)
            {
                if (file.Records.Select(record => answer.Errors.GetValueOrDefault(record.Id)).FirstOrDefault(error => error is not null) is { } error)
                    yield return new SyncChange(SyncChangeKind.Failed, file.Path) { Error = error };
                else if (file.Records.Any(record => removed.Contains(record.Id)))
                    yield return new SyncChange(SyncChangeKind.Removed, file.Path, file.Records[0]);
            }
        }
    }

    private IEnumerable<SyncChange> Move(IEnumerable<SyncStep> steps, CancellationToken cancellationToken)
    {
        foreach (SyncStep[] batch in steps.Chunk(options.Add.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcomes = new Queue<AddOutcome>(store.Add([.. batch.SelectMany(step => Drafts(step.Stored!, step.File!.File))], CancellationToken.None));
            foreach (SyncStep step in batch)
            {
                AddOutcome[] ofFile = [.. step.Stored!.Records.Select(_ => outcomes.Dequeue())];
                AddOutcome first = Array.Find(ofFile, outcome => outcome.Error is not null) ?? ofFile[0];
                yield return first.Error is null
                    ? new SyncChange(SyncChangeKind.Moved, step.Path, first.Record) { PreviousPath = step.PreviousPath, Warning = first.Warning }
                    : new SyncChange(SyncChangeKind.Failed, step.Path) { PreviousPath = step.PreviousPath, Error = first.Error };
            }
        }
    }

    /// <summary>Notes the times of files whose content is what it was, so that they need not be read the next time.</summary>
    private IEnumerable<SyncChange> Note(IReadOnlyList<OpenFile> files, CancellationToken cancellationToken)
    {
        foreach (OpenFile[] batch in files.Chunk(options.Add.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            store.Add([.. batch.SelectMany(file => Drafts(file.Own!, file.File))], CancellationToken.None);
        }

        yield break;
    }

    private IEnumerable<SyncChange?> Sign(IEnumerable<SyncStep> steps, Func<ImageInput, AddRequest?> toRequest, CancellationToken cancellationToken)
    {
        // What is to be signed was decided by the plan.
        using var session = new AddSession(store, signer, options.Add with { Force = true }, cancellationToken);
        foreach (SyncStep step in steps)
        {
            if (toRequest(ImageInput.FromFile(step.Path)) is { } request)
                session.Post(request);
            while (session.IsFull)
            {
                foreach (SyncChange? change in Drain(session))
                    yield return change;
            }
        }

        session.Flush();
        while (session.Waiting > 0)
        {
            foreach (SyncChange? change in Drain(session))
                yield return change;
        }
    }

    private IEnumerable<SyncChange?> Drain(AddSession session)
    {
        IReadOnlyList<AddResult> results = session.Drain(Wait);
        return results.Count == 0 ? [null] : results.Select(ToChange);
    }

    /// <summary>A change for each file: the frames of one follow each other, and only their failures are told after the first.</summary>
    private SyncChange? ToChange(AddResult result)
    {
        string path = result.Request.Input.Path;
        if ((result.Error ?? result.Outcome!.Error) is { } error)
            return new SyncChange(SyncChangeKind.Failed, path) { Error = error };

        AddOutcome outcome = result.Outcome!;
        if (outcome.Change == AddChange.Unchanged || ReferenceEquals(result.Request, _told))
            return null;

        _told = result.Request;
        bool isNew = outcome is { Change: AddChange.Added, Record.Key.Frame: 0 };
        return new SyncChange(isNew ? SyncChangeKind.Added : SyncChangeKind.Updated, path, outcome.Record) { Warning = outcome.Warning };
    }

    /// <summary>Drafts that give the records of a file the path and time that it has.</summary>
    private IEnumerable<RecordDraft> Drafts(StoredFile stored, FolderFile file) => stored.Records.Select(record => new RecordDraft
    {
        Key = RecordKey.Of(store.Source, file.Path, record.Key.Frame),
        Id = record.Id,
        Added = record.Added,
        // Older records that were kept beside newer ones are of another content.
        Facts = record.Facts.ContentHash == stored.ContentHash ? record.Facts with { LastWriteTime = file.LastWriteTime } : null,
    });
}
