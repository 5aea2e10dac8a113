using System.Text.Json.Nodes;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Finds records by candidates that the cluster chooses, through their pictures as they are and through their windows.</summary>
internal sealed class CandidateFinder(StoreIndex index, WindowSearch? windows, SignatureProfile profile, ElasticsearchStoreOptions options)
{
    private readonly CandidateSearch _candidates = new(index, profile);

    /// <summary>The records found for each query.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="passedOver">Ids of records that were found before and do not count, of each query: they leave their room to others.</param>
    /// <param name="cancellationToken">Gives up between two requests.</param>
    public Candidates[] Find(
        IReadOnlyList<SearchQuery> queries, IReadOnlyList<IReadOnlyCollection<string>> passedOver, CancellationToken cancellationToken)
    {
        int?[] limits = [.. queries.Select(query => query.CandidateLimit ?? options.CandidateLimit)];
        Candidates[] found = _candidates.Find(queries, Narrowing(queries, cancellationToken), passedOver, limits, cancellationToken);
        if (windows?.Ask(queries, passedOver, limits, cancellationToken) is { } through)
        {
            foreach ((Candidates whole, Candidates window) in found.Zip(through))
                whole.Add(window);
        }

        return found;
    }

    /// <summary>What records must fit to be candidates of each query; null for nothing.</summary>
    private JsonNode?[] Narrowing(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken)
    {
        var fields = new Lazy<FieldList>(() => FieldList.Of(index, cancellationToken));
        return
        [
            .. queries.Select(query =>
            {
                JsonNode?[] conditions = [Queries.Of(query.EngineQuery), query.Filter is null ? null : new FilterTranslator(fields, index.Layout).Narrow(query.Filter)];
                return conditions.Any(condition => condition is not null) ? Queries.All(conditions) : null;
            }),
        ];
    }
}
