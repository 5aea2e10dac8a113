namespace ImageMatch.Explanations;

/// <summary>A step of a search, and whether a pair gets through.</summary>
/// <param name="Store">The kind of store.</param>
/// <param name="Stage">The step.</param>
/// <param name="Outcome">Whether the pair gets through.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SearchStep(SearchedStore Store, SearchStage Stage, StepOutcome Outcome, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Store}: {Stage} {Outcome}";
}

/// <summary>A kind of store, as searches differ.</summary>
public enum SearchedStore
{
    /// <summary>A store in a file, and an exact search of a cluster: everything is compared.</summary>
    Sqlite,

    /// <summary>An index of our own: candidates by codes.</summary>
    Elasticsearch,

    /// <summary>An index that image_match made: candidates by its words.</summary>
    ImageMatchIndex,
}

/// <summary>What can lose a pair.</summary>
public enum SearchStage
{
    /// <summary>A picture with nothing to tell it by matches nothing.</summary>
    Featureless,

    /// <summary>A picture that was turned, mirrored or inverted is looked for only where that is asked for.</summary>
    Orientation,

    /// <summary>Candidates share a code or word with the picture asked for.</summary>
    SharedTerms,

    /// <summary>Only so many candidates are compared, those that share most.</summary>
    CandidateLimit,

    /// <summary>Records that a filter leaves out.</summary>
    Filter,

    /// <summary>A match is nearer than the cut-off.</summary>
    Cutoff,
}

/// <summary>What a step does with a pair.</summary>
public enum StepOutcome
{
    /// <summary>It lets the pair through.</summary>
    Passes,

    /// <summary>It may lose the pair, as the other records in the store are.</summary>
    Depends,

    /// <summary>It loses the pair.</summary>
    Loses,
}
