using System.Text.Json;
using ImageMatch.Imaging;

namespace ImageMatch.Sessions;

/// <summary>A picture to be signed and stored.</summary>
/// <param name="Input">Where it is.</param>
/// <param name="HasMetadata">Whether <paramref name="Metadata"/> replaces what is stored; if not, what is stored stays.</param>
/// <param name="Metadata">Any JSON, or null.</param>
public sealed record AddRequest(ImageInput Input, bool HasMetadata = false, JsonElement? Metadata = null);

/// <summary>How pictures are added.</summary>
public sealed record AddOptions
{
    /// <summary>Pictures signed at once; the number of cores by default.</summary>
    public int ThrottleLimit { get; init; } = Environment.ProcessorCount;

    /// <summary>Records in one transaction.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Signs files again that did not change.</summary>
    public bool Force { get; init; }

    /// <summary>Tells unchanged files by their content instead of length and time.</summary>
    public bool VerifyContent { get; init; }

    /// <summary>Signs unchanged files again whose signature is of an older algorithm or decoder.</summary>
    public bool Resign { get; init; }

    /// <summary>Stores every page or frame of a file as a record of its own, not only the first.</summary>
    public bool AllFrames { get; init; }

    /// <summary>Stores another record where the path is present.</summary>
    public bool AsNew { get; init; }
}

/// <summary>What became of a picture: an outcome of the store after its commit, or the reason why it was not signed.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Outcome">The store's answer; null where there is an error.</param>
/// <param name="Error">Why the picture was not signed; null where it was.</param>
public sealed record AddResult(AddRequest Request, Stores.AddOutcome? Outcome, Exception? Error = null)
{
    /// <summary>How many records were removed since the file has no such frames any more.</summary>
    public int RemovedFrames { get; init; }
}
