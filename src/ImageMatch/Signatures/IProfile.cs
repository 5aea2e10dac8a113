namespace ImageMatch.Signatures;

/// <summary>How much there is to see along an axis: grey differences, accumulated.</summary>
internal interface IProfile
{
    /// <summary>Rows or columns.</summary>
    int Length { get; }

    /// <summary>The sum of differences from the beginning up to and including a position.</summary>
    long Accumulated(int position);
}
