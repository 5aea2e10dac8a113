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
    private readonly AddPreparation _preparation;
    private readonly AddOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly OrderedWorkers<AddJob, IReadOnlyList<PreparedFrame>> _workers;
    private readonly List<AddRequest> _lookups = [];
    private readonly List<(AddJob Job, PreparedFrame Frame)> _pending = [];
    private readonly Stopwatch _sincePending = new();
    private bool _isFlushing;
    private bool _hasFailed;

    /// <summary>Begins a session.</summary>
    public AddSession(ISignatureStore store, ImageSigner signer, AddOptions options, CancellationToken cancellationToken)
    {
        _store = store;
        _preparation = new AddPreparation(store.Source, signer, options);
        _options = options;
        _cancellationToken = cancellationToken;
        _workers = new OrderedWorkers<AddJob, IReadOnlyList<PreparedFrame>>(options.ThrottleLimit, _preparation.Prepare, cancellationToken);
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
                foreach (var frame in task.Result)
                {
                    results.AddRange(Take(job, frame));
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
            foreach (var (job, prepared) in _workers.Abandon())
            {
                _pending.AddRange(prepared.Where(frame => frame.Error is null).Select(frame => (job, frame)));
            }

            _ = Commit();
        }

        _workers.Dispose();
    }

    private void LookUp()
    {
        var keys = _lookups.ConvertAll(request => _preparation.KeyOf(request, request.Input.Frame));
        var present = _options.AsNew ? new MatchRecord?[keys.Count] : _store.Find(keys, _cancellationToken);
        var others = _lookups.Select((request, i) => OtherFrames(request, present[i])).ToList();
        var presentOthers = new Queue<MatchRecord?>(others.Exists(some => some.Count > 0) ? _store.Find([.. others.SelectMany(some => some)], _cancellationToken) : []);
        for (var i = 0; i < keys.Count; i++)
        {
            _workers.Enqueue(new AddJob(_lookups[i], present[i], others[i].ConvertAll(_ => presentOthers.Dequeue())));
        }

        _lookups.Clear();
    }

    /// <summary>The keys of the frames after the first that may be present.</summary>
    private List<RecordKey> OtherFrames(AddRequest request, MatchRecord? present) => present is { Key.Frame: 0, Facts.FrameCount: > 1 and var count }
        ? Enumerable.Range(1, count - 1).Select(frame => _preparation.KeyOf(request, frame)).ToList()
        : [];

    private List<AddResult> Take(AddJob job, PreparedFrame frame)
    {
        if (frame.Error is not null)
        {
            return [.. Commit(), new AddResult(job.Request, null, frame.Error)];
        }

        if (_pending.Count == 0)
        {
            _sincePending.Restart();
        }

        _pending.Add((job, frame));
        return _pending.Count >= _options.BatchSize ? Commit() : [];
    }

    private List<AddResult> Commit()
    {
        var drafts = _pending.Select(entry => entry.Frame.Draft).OfType<RecordDraft>().ToList();
        var stale = _pending.SelectMany(entry => entry.Frame.StaleIds ?? []).ToList();
        try
        {
            // Not cancelled: what was signed is stored, and one batch takes a moment only.
            var outcomes = new Queue<AddOutcome>(drafts.Count == 0 ? [] : _store.Add(drafts, CancellationToken.None));
            if (stale.Count > 0)
            {
                _store.Remove(stale, CancellationToken.None);
            }

            var results = _pending.ConvertAll(entry => new AddResult(
                entry.Job.Request,
                entry.Frame.Draft is null ? new AddOutcome(AddChange.Unchanged, entry.Frame.Present) : outcomes.Dequeue())
            {
                RemovedFrames = entry.Frame.StaleIds?.Count ?? 0,
            });
            _pending.Clear();
            return results;
        }
        catch
        {
            _hasFailed = true;
            throw;
        }
    }
}
