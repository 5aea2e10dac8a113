using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>One whole document to be written, or removed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Record">What is written; null to remove.</param>
/// <param name="Present">What was seen there and must still be there; null where nothing may be there, or for the removal of whatever is there.</param>
internal sealed record BulkChange(string Id, MatchRecord? Record, StoredDocument? Present)
{
    /// <summary>Whether it is written over whatever is there.</summary>
    public bool Overwrites { get; init; }
}

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
