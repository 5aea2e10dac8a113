namespace ImageMatch.Backends.Elasticsearch;

/// <summary>A document as it was read.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shard">The shard that holds it.</param>
/// <param name="SequenceNumber">The number that its last change had in the shard.</param>
internal readonly record struct CachedDocument(string Id, int Shard, long SequenceNumber);
