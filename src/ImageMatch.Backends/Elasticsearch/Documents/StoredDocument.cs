using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>A record as the index has it.</summary>
/// <param name="Record">The record.</param>
/// <param name="SequenceNumber">The number of the change that wrote it, rising within a shard.</param>
/// <param name="PrimaryTerm">The term of the shard in which that was.</param>
/// <param name="Source">The document without its words, where image_match may have written it; null where it holds nothing but the record.</param>
internal sealed record StoredDocument(MatchRecord Record, long SequenceNumber, long PrimaryTerm, JsonElement? Source);
