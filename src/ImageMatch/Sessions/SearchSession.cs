using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>Searches for pictures as they come: signed in parallel, asked for in blocks, answered in the order in which they came.</summary>
public sealed class SearchSession : IPictureSession<SearchResult>
{
    private const int LargestBlock = 64;

    private readonly ISignatureSearch _among;
    private readonly ImageSigner _signer;
    private readonly SearchOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly OrderedWorkers<SearchRequest, SignedPicture> _workers;
    private readonly List<(SearchRequest Request, SignedPicture Signed)> _block = [];

    /// <summary>Begins a session.</summary>
    public SearchSession(ISignatureSearch among, ImageSigner signer, SearchOptions options, CancellationToken cancellationToken)
    {
        _among = among;
        _signer = signer;
        _options = options;
        _cancellationToken = cancellationToken;
        _workers = new OrderedWorkers<SearchRequest, SignedPicture>(options.ThrottleLimit, Sign, cancellationToken);
    }

    /// <inheritdoc/>
    public bool IsFull => _workers.IsFull;

    /// <inheritdoc/>
    public int Waiting => _workers.Count;

    /// <summary>Takes a picture.</summary>
    public void Post(SearchRequest request) => _workers.Enqueue(request);

    /// <inheritdoc/>
    public void Flush()
    {
        // Nothing is held back: what is signed is asked for at the next Drain.
    }

    /// <inheritdoc/>
    public IReadOnlyList<SearchResult> Drain(TimeSpan wait)
    {
        var results = new List<SearchResult>();
        var patience = wait;
        while (_workers.TryTake(patience, out var request, out var task))
        {
            patience = TimeSpan.Zero;
            if (task.IsCompletedSuccessfully)
            {
                _block.Add((request, task.Result));
                if (_block.Count == LargestBlock)
                {
                    results.AddRange(Answer());
                }
            }
            else
            {
                results.AddRange(Answer());
                results.Add(new SearchResult(request, null, null, task.Exception!.InnerException));
            }
        }

        results.AddRange(Answer());
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();

    private SignedPicture Sign(SearchRequest request, CancellationToken cancellationToken) =>
        request.Signed ?? _signer.SignToAsk(request.Input!, _options.AllOrientations, _options.QueryWindows, cancellationToken);

    private List<SearchResult> Answer()
    {
        if (_block.Count == 0)
        {
            return [];
        }

        var queries = _block.ConvertAll(entry => new SearchQuery
        {
            Signatures = entry.Signed.ToAsk(_options.AllOrientations),
            DistanceCutoff = _options.DistanceCutoff,
            LineArt = _options.LineArt,
            First = _options.First,
            Filter = _options.Filter,
            Exact = _options.Exact,
            CandidateLimit = _options.CandidateLimit,
            EngineQuery = _options.EngineQuery,
            ExcludedPath = _options.ExcludeSelf && entry.Request.Record is null ? entry.Request.Path : null,
            ExcludedId = _options.ExcludeSelf ? entry.Request.Record?.Id : null,
        });
        var answers = _among.Search(queries, _cancellationToken);
        var results = _block.Select((entry, i) => new SearchResult(entry.Request, entry.Signed, answers[i])).ToList();
        _block.Clear();
        return results;
    }
}
