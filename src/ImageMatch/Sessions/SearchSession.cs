using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>
/// Searches for pictures as they come: signed in parallel, asked for in blocks, answered in the order in which they came. A picture that is signed waits for
/// others to fill its block, but only for a moment, and not at all once the session is flushed.
/// </summary>
public sealed class SearchSession : IPictureSession<SearchResult>
{
    private const int LargestBlock = 64;
    private static readonly TimeSpan LongestHeld = TimeSpan.FromMilliseconds(100);

    private readonly ISignatureSearch _among;
    private readonly ImageSigner _signer;
    private readonly SearchOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly TimeProvider _clock;
    private readonly OrderedWorkers<SearchRequest, Stamped> _workers;
    private readonly List<(SearchRequest Request, Task<Stamped> Signing)> _block = [];
    private long _heldSince;
    private bool _isFlushing;

    /// <summary>Begins a session.</summary>
    public SearchSession(ISignatureSearch among, ImageSigner signer, SearchOptions options, CancellationToken cancellationToken)
        : this(among, signer, options, TimeProvider.System, cancellationToken)
    {
    }

    /// <param name="clock">Tells how long a picture has been held.</param>
    internal SearchSession(ISignatureSearch among, ImageSigner signer, SearchOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        _among = among;
        _signer = signer;
        _options = options;
        _cancellationToken = cancellationToken;
        _clock = clock;
        _workers = new OrderedWorkers<SearchRequest, Stamped>(options.ThrottleLimit, Sign, cancellationToken);
    }

    /// <inheritdoc/>
    public bool IsFull => _workers.IsFull && _workers.Count >= LargestBlock;

    /// <inheritdoc/>
    public int Waiting => _workers.Count + _block.Count;

    /// <summary>Takes a picture.</summary>
    public void Post(SearchRequest request)
    {
        _isFlushing = false;
        _workers.Enqueue(request);
    }

    /// <inheritdoc/>
    public void Flush() => _isFlushing = true;

    /// <inheritdoc/>
    public IReadOnlyList<SearchResult> Drain(TimeSpan wait)
    {
        var results = new List<SearchResult>();
        var patience = _block.Count > 0 && (wait == Timeout.InfiniteTimeSpan || wait > LeftToHold) ? LeftToHold : wait;
        while (_workers.TryTake(patience, out var request, out var signing))
        {
            patience = TimeSpan.Zero;
            if (_block.Count == 0)
            {
                _heldSince = signing.IsCompletedSuccessfully ? signing.Result.Time : _clock.GetTimestamp();
            }

            _block.Add((request, signing));
            if (_block.Count == LargestBlock)
            {
                results.AddRange(Answer());
            }
        }

        if (_block.Count > 0 && ((_isFlushing && _workers.Count == 0) || LeftToHold == TimeSpan.Zero))
        {
            results.AddRange(Answer());
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();

    private TimeSpan LeftToHold => _clock.GetElapsedTime(_heldSince) is var held && held < LongestHeld ? LongestHeld - held : TimeSpan.Zero;

    private Stamped Sign(SearchRequest request, CancellationToken cancellationToken)
    {
        SignedPicture? signed = request.Signed is { } known
            ? _signer.SignAgainToAsk(known, request.File, _options.AllOrientations, _options.QueryWindows, cancellationToken)
            : _signer.SignToAsk(request.Input!, _options.AllOrientations, _options.QueryWindows, cancellationToken);
        return new Stamped(signed ?? request.Signed!, LacksWindows: signed is null, _clock.GetTimestamp());
    }

    /// <summary>Asks for what is held, and answers for it and for what could not be signed.</summary>
    private List<SearchResult> Answer()
    {
        var queries = _block.Where(entry => entry.Signing.IsCompletedSuccessfully).Select(entry => Query(entry.Request, entry.Signing.Result.Signed)).ToList();
        var answers = new Queue<SearchAnswer>(queries.Count == 0 ? [] : _among.Search(queries, _cancellationToken));
        var results = _block.ConvertAll(entry => entry.Signing.IsCompletedSuccessfully
            ? new SearchResult(entry.Request, entry.Signing.Result.Signed, answers.Dequeue()) { LacksWindows = entry.Signing.Result.LacksWindows }
            : new SearchResult(entry.Request, null, null, entry.Signing.Exception!.InnerException));
        _block.Clear();
        return results;
    }

    private SearchQuery Query(SearchRequest request, SignedPicture signed) => new()
    {
        Signatures = signed.ToAsk(_options.AllOrientations),
        DistanceCutoff = _options.DistanceCutoff,
        LineArt = _options.LineArt,
        First = _options.First,
        Filter = _options.Filter,
        Exact = _options.Exact,
        CandidateLimit = _options.CandidateLimit,
        EngineQuery = _options.EngineQuery,
        ExcludedPath = _options.ExcludeSelf && request.Record is null ? request.Path : null,
        ExcludedId = _options.ExcludeSelf ? request.Record?.Id : null,
    };

    /// <summary>A signed picture and when it was signed.</summary>
    private readonly record struct Stamped(SignedPicture Signed, bool LacksWindows, long Time);
}
