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

    /// <summary>Refuses a picture by the size that its header claims; decoders do so before they make room for it.</summary>
    /// <exception cref="ImageException">It has more pixels than <see cref="MaxPixels"/>; the message does not name it.</exception>
    public void CheckPixels(long width, long height)
    {
        if (width > int.MaxValue || height > int.MaxValue || width * height > MaxPixels)
        {
            throw new ImageException(
                ImageError.TooManyPixels, $"{width} x {height} pixels are more than the limit of {MaxPixels:N0}. Raise the limit if you trust it.");
        }
    }
}
