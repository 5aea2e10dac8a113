using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>What every store asks of a search.</summary>
public static class SearchRules
{
    /// <summary>Checks queries.</summary>
    /// <exception cref="StoreException">A query has no meaning for a store of this profile (<see cref="StoreError.QueryRefused"/>).</exception>
    public static void Check(IReadOnlyList<SearchQuery> queries, SignatureProfile profile)
    {
        int expected = profile.Options.ValueCount;
        foreach (SearchQuery query in queries)
        {
            if (!(query.DistanceCutoff is >= 0 and <= 1))
                throw Refuse($"The distance cut-off is {query.DistanceCutoff}; it lies between 0 and 1.");
            if (query.First < 0)
                throw Refuse($"The first {query.First} hits were asked for; ask for 0 or more.");
            foreach (OrientedSignature asked in query.Signatures)
            {
                int count = asked.Signature.Values.Length;
                if (count != expected)
                    throw Refuse($"The signature asked for has {count} values; those of the store have {expected}. Sign the picture with the store's options.");
            }
        }
    }

    /// <summary>Checks that a query is not in the language of an engine, for stores that have none.</summary>
    /// <exception cref="StoreException">It is (<see cref="StoreError.QueryRefused"/>).</exception>
    public static void CheckNoEngineQuery(JsonElement? engineQuery)
    {
        if (engineQuery is not null)
            throw Refuse("This store has no query language of its own. Use a filter.");
    }

    private static StoreException Refuse(string message) => new(StoreError.QueryRefused, message);
}
