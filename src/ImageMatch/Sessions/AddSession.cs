using System.Diagnostics;
using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>
/// Adds pictures as they come: present ones are looked up, new and changed ones signed in parallel, all stored in batches, and answered for in the order in
/// which they came. Whatever was signed is committed before an error is handed out and when the session is disposed, at whatever moment that is. Where the
/// store fails, every picture that was posted is answered for with its error before that ends the session.
/// </summary>
public sealed class AddSession : IPictureSession<AddResult>
{
    private const int LookupBatch = 64;
    private static readonly TimeSpan LongestUncommitted = TimeSpan.FromSeconds(1);

    /// <summary>So long a store that does not answer may hold up a session that was cancelled.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    private readonly ISignatureStore _store;
    private readonly AddPreparation _preparation;
    private readonly AddOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly OrderedWorkers<AddJob, IReadOnlyList<PreparedFrame>> _workers;
    private readonly List<AddRequest> _lookups = [];
    private readonly List<(AddRequest Request, PreparedFrame Frame)> _pending = [];
    private readonly Stopwatch _sincePending = new();
    private bool _isFlushing;
    private bool _isBroken;
    private StoreException? _failure;

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
    public bool IsFull => _failure is not null || _workers.IsFull;

    /// <summary>Pictures posted and not yet answered for; a failure of the store that is yet to be thrown counts as one.</summary>
    public int Waiting => Unanswered + (_failure is null ? 0 : 1);

    private int Unanswered => _lookups.Count + _workers.Count + _pending.Count;

    /// <summary>Takes a picture.</summary>
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
        if (_failure is not null && Unanswered == 0)
        {
            throw _failure;
        }

        var results = new List<AddResult>();
        var patience = _pending.Count > 0 && (wait == Timeout.InfiniteTimeSpan || wait > LongestUncommitted) ? LongestUncommitted : wait;
        while (_failure is null && _workers.TryTake(patience, out var job, out var task))
        {
            patience = TimeSpan.Zero;
            if (task.IsCompletedSuccessfully)
            {
                foreach (var frame in task.Result)
                {
                    results.AddRange(Take(job.Request, frame));
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

        if (_failure is not null)
        {
            results.AddRange(GiveUp());
        }

        return results;
    }

    /// <summary>Commits what is signed by now and ends.</summary>
    public void Dispose()
    {
        if (_failure is null && !_isBroken)
        {
            foreach (var (job, prepared) in _workers.Abandon())
            {
                _pending.AddRange(prepared.Where(frame => frame.Error is null).Select(frame => (job.Request, frame)));
            }

            Store();
        }

        _workers.Dispose();
    }

    private void LookUp()
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            EnqueueLookups();
        }
        catch (StoreException error)
        {
            _failure = error;
        }
    }

    private void EnqueueLookups()
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

    private List<AddResult> Take(AddRequest request, PreparedFrame frame)
    {
        if (frame.Error is not null)
        {
            return [.. Commit(), new AddResult(request, null, frame.Error)];
        }

        if (_pending.Count == 0)
        {
            _sincePending.Restart();
        }

        _pending.Add((request, frame));
        return _pending.Count >= _options.BatchSize ? Commit() : [];
    }

    /// <summary>Stores what is signed, or answers for it where the store fails.</summary>
    private List<AddResult> Commit()
    {
        try
        {
            if (_failure is null)
            {
                return Store();
            }
        }
        catch (StoreException error)
        {
            _failure = error;
        }

        var results = _pending.ConvertAll(entry => entry.Frame.Draft is null ? new AddResult(entry.Request, Unchanged(entry.Frame)) : NotStored(entry.Request));
        _pending.Clear();
        return results;
    }

    private static AddOutcome Unchanged(PreparedFrame frame) => new(AddChange.Unchanged, frame.Present);

    private List<AddResult> Store()
    {
        var drafts = _pending.Select(entry => entry.Frame.Draft).OfType<RecordDraft>().ToList();
        var stale = _pending.SelectMany(entry => entry.Frame.StaleIds ?? []).ToList();
        // Not cancelled at once: what was signed is stored, and one batch takes a moment only.
        using var limit = new CancellationTokenSource();
        using var stopping = _cancellationToken.Register(() => limit.CancelAfter(LongestStop));
        try
        {
            var outcomes = new Queue<AddOutcome>(drafts.Count == 0 ? [] : _store.Add(drafts, limit.Token));
            if (stale.Count > 0)
            {
                _store.Remove(stale, limit.Token);
            }

            var results = _pending.ConvertAll(entry => new AddResult(entry.Request, entry.Frame.Draft is null ? Unchanged(entry.Frame) : outcomes.Dequeue())
            {
                RemovedFrames = entry.Frame.StaleIds?.Count ?? 0,
            });
            _pending.Clear();
            return results;
        }
        catch (Exception error) when (error is not StoreException)
        {
            _isBroken = true;
            throw;
        }
    }

    /// <summary>Answers for everything that can no longer be stored.</summary>
    private List<AddResult> GiveUp()
    {
        List<AddResult> results = [.. Commit(), .. _workers.GiveUp().Select(job => NotStored(job.Request)), .. _lookups.Select(NotStored)];
        _lookups.Clear();
        return results;
    }

    private AddResult NotStored(AddRequest request) =>
        new(request, null, new StoreException(_failure!.Error, $"{request.Input.Location} was not stored: {_failure.Message}", _failure));
}
