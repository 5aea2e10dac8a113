namespace ImageMatch.Duplicates;

/// <summary>What is being done.</summary>
public enum DuplicateStage
{
    /// <summary>Signatures are read from the store.</summary>
    Reading,

    /// <summary>Pictures are compared.</summary>
    Comparing,
}

/// <summary>How far the search for duplicates has come.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">Pictures that it is done for.</param>
/// <param name="Total">Pictures that it is to be done for, as far as that is known.</param>
public readonly record struct DuplicateProgress(DuplicateStage Stage, long Done, long Total);
