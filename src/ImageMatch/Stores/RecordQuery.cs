namespace ImageMatch.Stores;

/// <summary>Which records are meant. All that is given must hold; nothing given means every record.</summary>
public sealed record RecordQuery
{
    /// <summary>Only these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only these paths, of any source and frame, compared as keys are.</summary>
    public IReadOnlyCollection<string>? Paths { get; init; }

    /// <summary>Only paths that fit this wildcard (* ? [a-z]); compared as keys are.</summary>
    public string? PathPattern { get; init; }

    /// <summary>Only records that pass.</summary>
    public RecordFilter? Filter { get; init; }
}
