using System.Text.Json;
using ImageMatch.Signatures;

namespace ImageMatch.Stores;

/// <summary>What a search asks of a store.</summary>
public sealed record SearchQuery
{
    /// <summary>The cut-off of image_match.</summary>
    public const double DefaultDistanceCutoff = 0.45;

    /// <summary>
    /// The signatures of the picture asked for, each with what was done to the picture to get it. A record counts once, with its smallest distance.
    /// </summary>
    public required IReadOnlyList<OrientedSignature> Signatures { get; init; }

    /// <summary>
    /// A match is a distance below this; 0 to 1. Matches through a window have a cut-off of their own that follows from it (see <see cref="WindowSet.CutoffFor"/>).
    /// </summary>
    public double DistanceCutoff { get; init; } = DefaultDistanceCutoff;

    /// <summary>Whether distances are those for drawings and text, see <see cref="SignatureDistance.Between"/>.</summary>
    public bool LineArt { get; init; }

    /// <summary>At most this many hits, the nearest; null for all.</summary>
    public int? First { get; init; }

    /// <summary>Only records that pass; null for all.</summary>
    public RecordFilter? Filter { get; init; }

    /// <summary>Leaves out the records of this path, of any source and frame, compared as keys are; null for none.</summary>
    public string? ExcludedPath { get; init; }

    /// <summary>Leaves out the record of this id; null for none.</summary>
    public string? ExcludedId { get; init; }

    /// <summary>Compares every stored signature, so that no match is lost. Stores that always do so need not be asked.</summary>
    public bool Exact { get; init; }

    /// <summary>How many candidates a store that looks for candidates compares for each signature; null for its own choice.</summary>
    public int? CandidateLimit { get; init; }

    /// <summary>A query in the language of the store's engine, as JSON, that records must fit too; null for none.</summary>
    public JsonElement? EngineQuery { get; init; }
}

/// <summary>A signature and what was done to its picture beforehand.</summary>
/// <param name="Signature">The signature of the picture so changed.</param>
/// <param name="Orientation">The change.</param>
/// <param name="Window">The window of the changed picture that is signed; null for the picture as it is.</param>
public readonly record struct OrientedSignature(Signature Signature, Orientation Orientation, PictureWindow? Window = null);

/// <summary>A stored picture below the cut-off.</summary>
/// <param name="Record">The record.</param>
/// <param name="Distance">The smallest distance to the signatures asked for.</param>
/// <param name="Score">Words shared at that distance, 0 to the number of words.</param>
/// <param name="Orientation">What was done to the stored picture to get the one asked for.</param>
public sealed record SearchHit(MatchRecord Record, double Distance, int Score, Orientation Orientation)
{
    /// <summary>The windows through which it was found; null where both pictures match as they are.</summary>
    public MatchedWindows? Window { get; init; }
}

/// <summary>The windows that two pictures match through, in percent of their sides without flat borders.</summary>
/// <param name="Query">The window of the picture asked for, as it is after the change that makes it like the stored one; null for all of it as it is.</param>
/// <param name="Stored">The window of the stored picture; null for all of it as it is.</param>
public sealed record MatchedWindows(PictureWindow? Query, PictureWindow? Stored)
{
    /// <inheritdoc/>
    public override string ToString() => $"query {Name(Query)}, stored {Name(Stored)}";

    private static string Name(PictureWindow? window) => window?.ToString() ?? "whole";
}

/// <summary>The hits of one query, ordered by distance, then path, then id.</summary>
/// <param name="Hits">All matches below the cut-off, or the nearest of them.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits)
{
    /// <summary>The lowest score among the candidates where their number was limited: what scores less was not looked at. Null where nothing was left out.</summary>
    public int? LowestScore { get; init; }

    /// <summary>What the user should know, such as that matches are likely missing; null for nothing.</summary>
    public string? Warning { get; init; }
}
