namespace ImageMatch.Imaging;

/// <summary>What a picture may cost. Checked before decoding, since input from outside is hostile until checked.</summary>
public sealed record ImageLimits
{
    /// <summary>The limits that hold where none are given.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Bytes of a file, a stream or a download.</summary>
    public long MaxBytes { get; init; } = 512L << 20;

    /// <summary>Width times height.</summary>
    public long MaxPixels { get; init; } = 300_000_000;

    /// <summary>Time for reading, or downloading, and decoding one picture.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(60);
}
