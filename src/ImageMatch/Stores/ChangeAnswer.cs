namespace ImageMatch.Stores;

/// <summary>A store's answer to a change of several records, after the commit.</summary>
/// <param name="Ids">The ids that were there and are changed.</param>
public sealed record ChangeAnswer(IReadOnlyCollection<string> Ids)
{
    /// <summary>What the user should know of records that are changed.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why records could not be changed, by id, where the store answers item by item; the others are changed.</summary>
    public IReadOnlyDictionary<string, StoreException> Errors { get; init; } = new Dictionary<string, StoreException>();
}
