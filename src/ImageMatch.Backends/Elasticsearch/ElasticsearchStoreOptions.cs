using ImageMatch.Backends.Elasticsearch.Rest;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Which index of which cluster is the store, and how it is used.</summary>
public sealed record ElasticsearchStoreOptions
{
    /// <summary>The index that is used where none is named, as in image_match.</summary>
    public const string DefaultIndex = "images";

    /// <summary>The cluster.</summary>
    public required RestClientOptions Cluster { get; init; }

    /// <summary>The index, or an alias of one.</summary>
    public string Index { get; init; } = DefaultIndex;

    /// <summary>
    /// What tells apart local paths of several machines; null for the machine's name in an index of our own, and for nothing in one of image_match, which does
    /// not tell them apart.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>Whether the index is made where it is missing.</summary>
    public bool Create { get; init; }

    /// <summary>
    /// What is asked of the profile: given the store's (or the default one for a new store), returns it with the choices that were asked for. A difference
    /// from a present store's is an error; null adopts whatever is there.
    /// </summary>
    public Func<SignatureProfile, SignatureProfile>? Profile { get; init; }

    /// <summary>Whether a new index gets image_match's words and signature lists too, so that its code can search there. One that is there must have them.</summary>
    public bool Compatible { get; init; }

    /// <summary>
    /// The object below which image_match's fields are, as its later versions have them; of a new index null for the top, of one that is there for wherever
    /// they are. Asks for <see cref="Compatible"/> by itself.
    /// </summary>
    public string? DocumentType { get; init; }

    /// <summary>Whether others can find what was written as soon as a command returns; if not, after the refresh interval of the index.</summary>
    public bool RefreshAfter { get; init; }

    /// <summary>Whether every search compares every signature, asked for or not.</summary>
    public bool Exact { get; init; }

    /// <summary>How many candidates are compared for each signature; null for 100, and more where the index is larger.</summary>
    public int? CandidateLimit { get; init; }

    /// <summary>
    /// The folder in which the signatures of searched indices are kept, so that the first exact search of a process need not read them all; null for one of this
    /// user's own, empty for none.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>Primary shards of a new index, and of the one for its windows; null for one. An index that is there must have as many.</summary>
    public int? ShardCount { get; init; }

    /// <summary>Whether image_match is to be able to search in the index.</summary>
    public bool IsCompatible => Compatible || DocumentType is not null;

    /// <summary>How many records are read at once where there are many.</summary>
    internal int PageSize { get; init; } = DocumentReader.MaxPageSize;

    /// <summary>How many changes of signatures are worth a file, at least.</summary>
    internal int LeastKept { get; init; } = 20_000;

    /// <summary>Told how many documents an exact search reads to know what is there.</summary>
    internal Action<int>? DocumentsRead { get; init; }

    /// <summary>Where a new index has image_match's fields; null for nowhere.</summary>
    internal string? WordsRoot => !IsCompatible ? null : DocumentType is null ? "" : $"{DocumentType}.";
}
