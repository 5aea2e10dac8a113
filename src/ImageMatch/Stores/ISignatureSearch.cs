namespace ImageMatch.Stores;

/// <summary>What can be searched for copies of a picture: a store, or a set of pictures that is not kept.</summary>
public interface ISignatureSearch
{
    /// <summary>Searches for each query.</summary>
    /// <returns>An answer for each query, in their order.</returns>
    IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default);
}
