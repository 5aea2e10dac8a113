using System.Diagnostics;
using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>
/// Adds pictures as they come: present ones are looked up, new and changed ones signed in parallel, all stored in batches, and answered for in the order in
/// which they came. Whatever was signed is committed before an error is handed out and when the session is disposed, at whatever moment that is.
/// </summary>
public sealed class AddSession : IPictureSession<AddResult>
{
    private const int LookupBatch = 64;
    private static readonly TimeSpan LongestUncommitted = TimeSpan.FromSeconds(1);

    private readonly ISignatureStore _store;
    private readonly ImageSigner _signer;
    private readonly AddOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly OrderedWorkers<Job, RecordDraft?> _workers;
    private readonly List<AddRequest> _lookups = [];
    private readonly List<(Job Job, RecordDraft? Draft)> _pending = [];
    private readonly Stopwatch _sincePending = new();
    private bool _isFlushing;
    private bool _hasFailed;

    /// <summary>Begins a session.</summary>
    public AddSession(ISignatureStore store, ImageSigner signer, AddOptions options, CancellationToken cancellationToken)
    {
        _store = store;
        _signer = signer;
        _options = options;
        _cancellationToken = cancellationToken;
        _workers = new OrderedWorkers<Job, RecordDraft?>(options.ThrottleLimit, Prepare, cancellationToken);
    }

    /// <inheritdoc/>
    public bool IsFull => _workers.IsFull;

    /// <inheritdoc/>
    public int Waiting => _lookups.Count + _workers.Count + _pending.Count;

    /// <summary>Takes a picture.</summary>
    /// <exception cref="StoreException">The store cannot be asked.</exception>
    public void Post(AddRequest request)
    {
        _isFlushing = false;
        _lookups.Add(request);
        if (_lookups.Count == LookupBatch)
        {
            LookUp();
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        LookUp();
        _isFlushing = true;
    }

    /// <inheritdoc/>
    public IReadOnlyList<AddResult> Drain(TimeSpan wait)
    {
        var results = new List<AddResult>();
        var patience = _pending.Count > 0 && (wait == Timeout.InfiniteTimeSpan || wait > LongestUncommitted) ? LongestUncommitted : wait;
        while (_workers.TryTake(patience, out var job, out var task))
        {
            patience = TimeSpan.Zero;
            if (task.IsCompletedSuccessfully)
            {
                Keep(job, task.Result);
                if (_pending.Count >= _options.BatchSize)
                {
                    results.AddRange(Commit());
                }
            }
            else
            {
                results.AddRange(Commit());
                results.Add(new AddResult(job.Request, null, task.Exception!.InnerException));
            }
        }

        if (_pending.Count > 0 && ((_isFlushing && _workers.Count == 0) || _sincePending.Elapsed > LongestUncommitted))
        {
            results.AddRange(Commit());
        }

        return results;
    }

    /// <summary>Commits what is signed by now and ends.</summary>
    public void Dispose()
    {
        if (!_hasFailed)
        {
            foreach (var (job, draft) in _workers.Abandon())
            {
                Keep(job, draft);
            }

            _ = Commit();
        }

        _workers.Dispose();
    }

    private void LookUp()
    {
        var keys = _lookups.ConvertAll(request => RecordKey.Of(_store.Source, request.Input.Path, request.Input.Frame));
        var present = _options.AsNew ? new MatchRecord?[keys.Count] : _store.Find(keys, _cancellationToken);
        for (var i = 0; i < keys.Count; i++)
        {
            _workers.Enqueue(new Job(_lookups[i], keys[i], present[i]));
        }

        _lookups.Clear();
    }

    /// <summary>The draft to store, or null where nothing is to be stored. Runs on the workers.</summary>
    private RecordDraft? Prepare(Job job, CancellationToken cancellationToken)
    {
        var draft = new RecordDraft
        {
            Key = job.Key,
            HasMetadata = job.Request.HasMetadata,
            Metadata = job.Request.Metadata,
            AsNew = _options.AsNew,
        };
        if (!IsUnchanged(job, cancellationToken))
        {
            return draft with { Signed = _signer.Sign(job.Request.Input, cancellationToken: cancellationToken) };
        }

        return job.Request.HasMetadata ? draft : null;
    }

    private bool IsUnchanged(Job job, CancellationToken cancellationToken)
    {
        if (_options.Force || job.Present is not { } present || job.Request.Input.File is not { } path)
        {
            return false;
        }

        if (_options.Resign && !_signer.IsCurrent(present.Signer))
        {
            return false;
        }

        var file = new FileInfo(path);
        if (!file.Exists || file.Length != present.Facts.Length)
        {
            return false;
        }

        return _options.VerifyContent
            ? present.Facts.ContentHash == _signer.HashContent(job.Request.Input, cancellationToken)
            : present.Facts.LastWriteTime == file.LastWriteTimeUtc;
    }

    private void Keep(Job job, RecordDraft? draft)
    {
        if (_pending.Count == 0)
        {
            _sincePending.Restart();
        }

        _pending.Add((job, draft));
    }

    private List<AddResult> Commit()
    {
        var drafts = _pending.Where(entry => entry.Draft is not null).Select(entry => entry.Draft!).ToList();
        try
        {
            // Not cancelled: what was signed is stored, and one batch takes a moment only.
            var outcomes = new Queue<AddOutcome>(drafts.Count == 0 ? [] : _store.Add(drafts, CancellationToken.None));
            var results = _pending.ConvertAll(entry => new AddResult(
                entry.Job.Request,
                entry.Draft is null ? new AddOutcome(AddChange.Unchanged, entry.Job.Present) : outcomes.Dequeue()));
            _pending.Clear();
            return results;
        }
        catch
        {
            _hasFailed = true;
            throw;
        }
    }

    private sealed record Job(AddRequest Request, RecordKey Key, MatchRecord? Present);
}
