using System.Text.Json;
using ImageMatch.Signatures;

namespace ImageMatch.Stores;

/// <summary>A stored picture.</summary>
public sealed record MatchRecord
{
    /// <summary>The store's name for the record; stays when the record is updated.</summary>
    public required string Id { get; init; }

    /// <summary>Source, path and frame.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>The signature.</summary>
    public required Signature Signature { get; init; }

    /// <summary>The signatures of the picture's windows; none in a store without crop tolerance, and where a search or a look-up had no need of them.</summary>
    public IReadOnlyList<StoredWindow> Windows { get; init; } = [];

    /// <summary>Any JSON that was given with the picture, or null.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When the record was first stored.</summary>
    public DateTimeOffset Added { get; init; }

    /// <summary>When the picture was last signed to another result: when it was added, or when its file had changed since.</summary>
    public DateTimeOffset LastSigned { get; init; }

    /// <summary>What is known of the file.</summary>
    public FileFacts Facts { get; init; } = new();

    /// <summary>What computed the signature; null where another program did.</summary>
    public Signer? Signer { get; init; }
}
