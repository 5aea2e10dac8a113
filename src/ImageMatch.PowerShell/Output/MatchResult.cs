using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>A stored picture that is a copy of the one asked for.</summary>
public sealed class MatchResult : MatchImage
{
    internal MatchResult(SearchHit hit, SearchAnswer answer, string queryPath, SignatureProfile profile)
        : base(hit.Record, profile)
    {
        Dist = hit.Distance;
        Score = hit.Score;
        Orientation = hit.Orientation;
        Window = hit.Window;
        LowestScore = answer.LowestScore;
        QueryPath = queryPath;
    }

    /// <summary>The distance, 0 to 1: 0 is the same picture, below 0.4 is very likely a copy.</summary>
    public double Dist { get; }

    /// <summary>Words that both signatures share, 0 to 63.</summary>
    public int Score { get; }

    /// <summary>
    /// Of a search by candidates the lowest number of shared codes (or, in an index of image_match, words) that was still looked at; null where nothing was left out.
    /// </summary>
    public int? LowestScore { get; }

    /// <summary>What was done to the stored picture to get the one asked for.</summary>
    public Orientation Orientation { get; }

    /// <summary>The windows of the two pictures that match; null where the pictures match as they are.</summary>
    public MatchedWindows? Window { get; }

    /// <summary>The picture asked for.</summary>
    public string QueryPath { get; }
}
