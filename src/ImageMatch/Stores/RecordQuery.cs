using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>Which records are meant. Paths and patterns are alternatives; otherwise all that is given must hold. Nothing given means every record.</summary>
public sealed record RecordQuery
{
    /// <summary>Only these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only these paths, of any source and frame, compared as keys are.</summary>
    public IReadOnlyCollection<string>? Paths { get; init; }

    /// <summary>Only paths that fit one of these wildcards (* ? [a-z], a backtick before a character that is meant itself); compared as keys are.</summary>
    public IReadOnlyCollection<string>? PathPatterns { get; init; }

    /// <summary>Only records that pass.</summary>
    public RecordFilter? Filter { get; init; }

    /// <summary>A query in the language of the store's engine, as JSON, that records must fit too; null for none.</summary>
    public JsonElement? EngineQuery { get; init; }

    /// <summary>Whether records come with their windows, which some stores keep apart from them. Others give them in any case.</summary>
    public bool WithWindows { get; init; }
}
