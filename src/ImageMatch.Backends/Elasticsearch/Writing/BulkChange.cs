using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>One whole document to be written, or removed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Record">What is written; null to remove.</param>
/// <param name="Present">What was seen there and must still be there; null where nothing may be there, or for a removal.</param>
internal sealed record BulkChange(string Id, MatchRecord? Record, StoredDocument? Present);

/// <summary>What became of a change.</summary>
internal enum BulkFate
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>There was nothing to remove.</summary>
    Missing,

    /// <summary>Another came first.</summary>
    Conflict,

    /// <summary>It was refused, or could not be delivered.</summary>
    Failed,
}

/// <summary>The answer to one change.</summary>
internal sealed record BulkResult(BulkFate Fate, StoreException? Error = null, string? Warning = null)
{
    public static BulkResult Of(BulkFate fate) => new(fate);
}
