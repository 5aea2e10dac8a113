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
    private readonly OrderedWorkers<Job, Prepared> _workers;
    private readonly List<AddRequest> _lookups = [];
    private readonly List<(Job Job, PreparedFrame Frame)> _pending = [];
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
        _workers = new OrderedWorkers<Job, Prepared>(options.ThrottleLimit, Prepare, cancellationToken);
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
                foreach (var frame in task.Result.Frames)
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
                _pending.AddRange(prepared.Frames.Where(frame => frame.Error is null).Select(frame => (job, frame)));
            }

            _ = Commit();
        }

        _workers.Dispose();
    }

    private void LookUp()
    {
        var keys = _lookups.ConvertAll(request => KeyOf(request, request.Input.Frame));
        var present = _options.AsNew ? new MatchRecord?[keys.Count] : _store.Find(keys, _cancellationToken);
        var others = _lookups.Select((request, i) => OtherFrames(request, present[i])).ToList();
        var presentOthers = new Queue<MatchRecord?>(others.Exists(some => some.Count > 0) ? _store.Find([.. others.SelectMany(some => some)], _cancellationToken) : []);
        for (var i = 0; i < keys.Count; i++)
        {
            _workers.Enqueue(new Job(_lookups[i], present[i], others[i].ConvertAll(_ => presentOthers.Dequeue())));
        }

        _lookups.Clear();
    }

    /// <summary>The keys of the frames after the first that may be present.</summary>
    private List<RecordKey> OtherFrames(AddRequest request, MatchRecord? present) => present is { Key.Frame: 0, Facts.FrameCount: > 1 and var count }
        ? Enumerable.Range(1, count - 1).Select(frame => KeyOf(request, frame)).ToList()
        : [];

    private RecordKey KeyOf(AddRequest request, int frame) => RecordKey.Of(_store.Source, request.Input.Path, frame);

    /// <summary>What to store of a file. Runs on the workers.</summary>
    private Prepared Prepare(Job job, CancellationToken cancellationToken)
    {
        var input = job.Request.Input;
        if (IsUnchanged(job, cancellationToken))
        {
            var present = job.OtherFrames.OfType<MatchRecord>().Prepend(job.Present!);
            return new([.. present.Select(record => new PreparedFrame(job.Request.HasMetadata ? Draft(job, record.Key.Frame) : null, record))]);
        }

        // Frames that are present follow their file, also where they are not asked for again.
        if (!(_options.AllFrames && input.Frame == 0) && !job.OtherFrames.Exists(other => other is not null))
        {
            return new([new(Draft(job, input.Frame) with { Signed = _signer.Sign(input, cancellationToken: cancellationToken) }, job.Present)]);
        }

        var frames = _signer.SignFrames(input, cancellationToken: cancellationToken);
        var count = frames.Select(frame => frame.Signed?.Facts.FrameCount).FirstOrDefault(known => known is not null) ?? int.MaxValue;
        var stale = job.OtherFrames.OfType<MatchRecord>().Where(record => record.Key.Frame >= count).Select(record => record.Id).ToList();
        return new([.. frames.Select(frame => frame.Signed is { } signed
            ? new PreparedFrame(Draft(job, frame.Frame) with { Signed = signed }, null, StaleIds: frame.Frame == 0 ? stale : [])
            : new PreparedFrame(null, null, frame.Error))]);
    }

    private RecordDraft Draft(Job job, int frame) => new()
    {
        Key = KeyOf(job.Request, frame),
        HasMetadata = job.Request.HasMetadata,
        Metadata = job.Request.Metadata,
        AsNew = _options.AsNew,
    };

    private bool IsUnchanged(Job job, CancellationToken cancellationToken)
    {
        if (_options.Force || job.Present is not { } present || job.Request.Input.File is not { } path)
        {
            return false;
        }

        if (!HasFrames(job, present) || (_options.Resign && !_signer.IsCurrent(present.Signer)))
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

    /// <summary>Whether the frames that are wanted are present, of the same state of the file.</summary>
    private bool HasFrames(Job job, MatchRecord present)
    {
        if (_options.AllFrames && job.Request.Input.Frame == 0 && (present.Facts.FrameCount is null || job.OtherFrames.Contains(null)))
        {
            return false;
        }

        return job.OtherFrames.TrueForAll(other =>
            other is null || (other.Facts.ContentHash == present.Facts.ContentHash && other.Facts.LastWriteTime == present.Facts.LastWriteTime));
    }

    private List<AddResult> Take(Job job, PreparedFrame frame)
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

    /// <param name="Request">What was asked for.</param>
    /// <param name="Present">The record of its frame; null for none.</param>
    /// <param name="OtherFrames">The records of the frames after the first that the file had; null for those that have none.</param>
    private sealed record Job(AddRequest Request, MatchRecord? Present, List<MatchRecord?> OtherFrames);

    private sealed record Prepared(IReadOnlyList<PreparedFrame> Frames);

    /// <param name="Draft">What to store; null for nothing.</param>
    /// <param name="Present">The record that stays as it is where there is nothing to store.</param>
    /// <param name="Error">Why the frame is not stored; null where it is.</param>
    /// <param name="StaleIds">Records of frames that the file no longer has.</param>
    private sealed record PreparedFrame(RecordDraft? Draft, MatchRecord? Present, Exception? Error = null, IReadOnlyList<string>? StaleIds = null);
}
