namespace ImageMatch.Stores;

/// <summary>What a store says of itself.</summary>
public sealed record StoreDescription
{
    /// <summary>The engine: SQLite, Elasticsearch or OpenSearch.</summary>
    public required string Product { get; init; }

    /// <summary>The engine's version.</summary>
    public required string Version { get; init; }

    /// <summary>Where it is: a file's path or an address.</summary>
    public required string Location { get; init; }

    /// <summary>How many records it holds; null while it cannot be counted, for parts of it are missing.</summary>
    public required long? Count { get; init; }

    /// <summary>How many bytes it takes; null where this user may not know.</summary>
    public required long? Bytes { get; init; }

    /// <summary>How the engine says the store is: green, yellow or red; null where it says nothing, or not to this user.</summary>
    public string? Health { get; init; }

    /// <summary>The version of its tables or mapping; 0 where another program made them.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Whose documents an index holds, and in which shape; null where there is only one.</summary>
    public string? Layout { get; init; }

    /// <summary>The profile of its signatures.</summary>
    public required SignatureProfile Profile { get; init; }
}
