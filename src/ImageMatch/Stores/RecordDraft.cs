using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>A record to be stored, or to update the newest one of its key.</summary>
public sealed record RecordDraft
{
    /// <summary>Source, path and frame.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>The signature with its facts and signer; null leaves those of the present record (which must exist) as they are.</summary>
    public SignedPicture? Signed { get; init; }

    /// <summary>What is known of the file by now, where the picture is the same and is not signed again; null leaves it as it is.</summary>
    public FileFacts? Facts { get; init; }

    /// <summary>Whether <see cref="Metadata"/> replaces what is there; if not, what is there stays.</summary>
    public bool HasMetadata { get; init; }

    /// <summary>The metadata, any JSON; null for none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Stores another record although the key is present, as image_match does.</summary>
    public bool AsNew { get; init; }

    /// <summary>
    /// The id to store under, where it is kept from another store or a record is to move; null for a new one. A record of this id that was first stored at
    /// <see cref="Added"/> is the same one and takes the draft's key; any other of this id refuses it.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>When it was first stored, where that is known; null for now.</summary>
    public DateTimeOffset? Added { get; init; }
}
