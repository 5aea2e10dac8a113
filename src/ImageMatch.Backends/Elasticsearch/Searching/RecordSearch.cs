using ImageMatch.Scanning;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Searches: by candidates that the cluster chooses, or exactly; either way the distance is the engine's own.</summary>
internal sealed class RecordSearch(StoreIndex index, DocumentReader reader, WindowSearch? windows, SignatureProfile profile, ElasticsearchStoreOptions options)
{
    /// <summary>How often candidates are asked for where those that do not count have taken up the room.</summary>
    private const int MaxRounds = 100;

    private readonly CandidateFinder _candidates = new(index, windows, profile, options);
    private readonly ExactFinder _exact = new(index, windows, profile, options);

    public IReadOnlyList<SearchAnswer> Run(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        SearchRules.Check(queries, profile);
        Asked[] asked = [.. queries.Select(query => new Asked(query))];
        index.RefreshOwn(cancellationToken);

        if (asked.Where(IsExact).ToArray() is { Length: > 0 } exact)
            Take(exact, _exact.Find([.. exact.Select(each => each.Query)], cancellationToken), cancellationToken);

        Asked[] open = [.. asked.Where(each => !IsExact(each))];
        for (int round = 0; open.Length > 0 && round < MaxRounds; round++)
        {
            Candidates[] found =
                _candidates.Find(Array.ConvertAll(open, each => each.Query), Array.ConvertAll(open, each => each.PassedOver), cancellationToken);
            Take(open, found, cancellationToken);
            open = Array.FindAll(open, each => each.IsOpen);
        }

        return [.. asked.Select(each => each.Answer!)];
    }

    private bool IsExact(Asked asked) => asked.Query.Exact || options.Exact;

    /// <summary>Reads the records found, and answers with those that count.</summary>
    private void Take(Asked[] asked, Candidates[] found, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, MatchRecord>[] records = Fetch(asked, found, cancellationToken);
        for (int i = 0; i < asked.Length; i++)
        {
            MatchRecord[] counting = [.. found[i].Ids.Where(records[i].ContainsKey).Select(id => records[i][id]).Where(asked[i].Counts)];
            // Compared once more: a record may have changed since it was found.
            var hits = counting.Select((record, number) => NearestSignature.Of(asked[i].Query, record, number, profile)).OfType<RecordHit>().ToList();
            SearchAnswer answer = ScanAnswer.Of(asked[i].Query, null, hits, number => counting[number], profile) with
            {
                LowestScore = found[i].Pools.Max(pool => pool.LowestScore),
                Warning = RecallWarning.Of(MatchCutoffs.Of(asked[i].Query.DistanceCutoff, profile.CropTolerance), found[i].Pools),
            };
            asked[i].Conclude(answer, found[i], counting);
        }
    }

    /// <summary>The records of all queries by id, in as few requests as they take; those of a query in the engine's own language fit it still.</summary>
    private IReadOnlyDictionary<string, MatchRecord>[] Fetch(Asked[] asked, Candidates[] found, CancellationToken cancellationToken)
    {
        var fetched = new IReadOnlyDictionary<string, MatchRecord>[asked.Length];
        foreach (int[] alike in Enumerable.Range(0, asked.Length).GroupBy(i => asked[i].Query.EngineQuery?.GetRawText(), (_, places) => places.ToArray()))
        {
            string[] ids = [.. alike.SelectMany(i => found[i].Ids).Distinct(StringComparer.Ordinal)];
            MatchRecord[] present = [.. reader.ById(ids, asked[alike[0]].Query.EngineQuery, cancellationToken).Values.Select(document => document.Record)];
            Dictionary<string, MatchRecord> records =
                (windows?.Attach(ids, present, cancellationToken) ?? present).ToDictionary(record => record.Id, StringComparer.Ordinal);
            foreach (int i in alike)
                fetched[i] = records;
        }

        return fetched;
    }

    /// <summary>A query on its way to its answer.</summary>
    private sealed class Asked(SearchQuery query)
    {
        private readonly RecordFilterEvaluator? _filter = query.Filter is null ? null : new RecordFilterEvaluator(query.Filter);
        private readonly string? _excludedPath = query.ExcludedPath is { } path ? RecordKey.ComparedForm(path) : null;
        private readonly HashSet<string> _passedOver = new(StringComparer.Ordinal);

        public SearchQuery Query => query;

        /// <summary>Ids of records that match and do not count.</summary>
        public IReadOnlyCollection<string> PassedOver => _passedOver;

        public SearchAnswer? Answer { get; private set; }

        /// <summary>Whether records that do not count have taken the room of others.</summary>
        public bool IsOpen { get; private set; }

        public bool Counts(MatchRecord record) =>
            record.Id != query.ExcludedId && (_excludedPath is null || record.Key.ComparedPath != _excludedPath) && _filter?.Passes(record) != false;

        public void Conclude(SearchAnswer answer, Candidates found, IReadOnlyList<MatchRecord> counting)
        {
            int before = _passedOver.Count;
            _passedOver.UnionWith(found.Ids.Except(counting.Select(record => record.Id)));
            IsOpen = found.IsCrowded && _passedOver.Count > before;
            Answer = answer;
        }
    }
}
