using System.Buffers;

namespace ImageMatch.Stores;

/// <summary>What was decided about a picture, or about two.</summary>
public enum DecisionKind
{
    /// <summary>Two pictures are no copies of each other, however near they are.</summary>
    NotAMatch,

    /// <summary>A picture is to be kept, whatever copies there are of it.</summary>
    Keep,
}

/// <summary>A decision, by the content of the files it is about.</summary>
public sealed record MatchDecision
{
    private const int HashLength = 32;
    private const int MaxTextLength = 32_000;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>What was decided.</summary>
    public required DecisionKind Decision { get; init; }

    /// <summary>The content, as in <see cref="FileFacts.ContentHash"/>; of two the one that comes first.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The other content of a pair; null where the decision is about one picture.</summary>
    public string? OtherContentHash { get; init; }

    /// <summary>Where the picture was when this was decided, for people to read.</summary>
    public string? Path { get; init; }

    /// <summary>Where the other picture was.</summary>
    public string? OtherPath { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset Decided { get; init; }

    /// <summary>What tells decisions apart: the decision and the contents.</summary>
    public string Key => OtherContentHash is null ? $"{Decision}-{ContentHash}" : $"{Decision}-{ContentHash}-{OtherContentHash}";

    /// <summary>Decides now that a stored picture is to be kept.</summary>
    /// <exception cref="StoreException">The content of its file is not known (<see cref="StoreError.DecisionRefused"/>).</exception>
    public static MatchDecision Keep(MatchRecord record, string? note) => new()
    {
        Decision = DecisionKind.Keep,
        ContentHash = HashOf(record),
        Path = record.Key.Path,
        Note = note,
        Decided = DateTimeOffset.UtcNow,
    };

    /// <summary>Decides now that two stored pictures are no copies.</summary>
    /// <exception cref="StoreException">The content of a file is not known, or both are the same (<see cref="StoreError.DecisionRefused"/>).</exception>
    public static MatchDecision NotAMatch(MatchRecord first, MatchRecord second, string? note) => new MatchDecision
    {
        Decision = DecisionKind.NotAMatch,
        ContentHash = HashOf(first),
        OtherContentHash = HashOf(second),
        Path = first.Key.Path,
        OtherPath = second.Key.Path,
        Note = note,
        Decided = DateTimeOffset.UtcNow,
    }.Checked();

    /// <summary>The decision as ledgers keep it: contents in order, time in UTC.</summary>
    /// <exception cref="StoreException">It makes no sense (<see cref="StoreError.DecisionRefused"/>).</exception>
    public MatchDecision Checked()
    {
        if (!IsHash(ContentHash) || (OtherContentHash is not null && !IsHash(OtherContentHash)))
            throw Refuse($"The decision about '{Path}' names no content: a content hash has {HashLength} hexadecimal digits in lower case.");
        if ((Decision == DecisionKind.NotAMatch) != (OtherContentHash is not null))
            throw Refuse($"NotAMatch is decided about two pictures, Keep about one; the decision about '{Path}' is about {(OtherContentHash is null ? "one" : "two")}.");
        if (ContentHash == OtherContentHash)
            throw Refuse($"'{Path}' and '{OtherPath}' have the same content, to the last byte: they are the same picture.");
        if (new[] { Path, OtherPath, Note }.Any(text => text?.Length > MaxTextLength))
            throw Refuse($"A note or path of the decision about '{Path?[..Math.Min(Path.Length, 80)]}' has more than {MaxTextLength} characters.");

        MatchDecision inUtc = this with { Decided = Decided.ToUniversalTime() };
        return string.CompareOrdinal(ContentHash, OtherContentHash ?? ContentHash) <= 0
            ? inUtc
            : inUtc with { ContentHash = OtherContentHash!, OtherContentHash = ContentHash, Path = OtherPath, OtherPath = Path };
    }

    /// <inheritdoc/>
    public override string ToString() => OtherContentHash is null ? $"{Decision}: {Path ?? ContentHash}" : $"{Decision}: {Path ?? ContentHash}, {OtherPath ?? OtherContentHash}";

    private static bool IsHash(string? text) => text is { Length: HashLength } && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static string HashOf(MatchRecord record) => record.Facts.ContentHash
        ?? throw Refuse($"The content of '{record.Key.Path}' is not known, and decisions are kept by content. Add the picture again with Add-MatchImage.");

    private static StoreException Refuse(string message) => new(StoreError.DecisionRefused, message);
}
