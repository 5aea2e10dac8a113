using ImageMatch.Imaging;
using ImageMatch.Signatures;

namespace ImageMatch;

/// <summary>Every choice that changes a signature. A store is made with one, and all its signatures follow it.</summary>
public sealed record SignatureProfile
{
    /// <summary>The version of the algorithm that this engine computes.</summary>
    public const int CurrentAlgorithmVersion = 1;

    /// <summary>The project's own defaults.</summary>
    public static SignatureProfile Default { get; } = new();

    /// <summary>What the Python image_match does: alpha dropped, EXIF orientation ignored.</summary>
    public static SignatureProfile Reference { get; } = new() { Transparency = Transparency.Ignore, ExifOrientation = ExifOrientation.Ignore };

    /// <summary>Version of the algorithm; raised when a change of ours alters signatures.</summary>
    public int AlgorithmVersion { get; init; } = CurrentAlgorithmVersion;

    /// <summary>The parameters of the signature.</summary>
    public SignatureOptions Options { get; init; } = SignatureOptions.Default;

    /// <summary>What is done with transparent pixels.</summary>
    public Transparency Transparency { get; init; } = Transparency.Flatten;

    /// <summary>Whether the camera's orientation tag is followed.</summary>
    public ExifOrientation ExifOrientation { get; init; } = ExifOrientation.Apply;

    /// <summary>Whether windows of pictures are stored, so that crops are found.</summary>
    public CropTolerance CropTolerance { get; init; }

    /// <summary>The choices that are not the project's defaults, in words.</summary>
    public override string ToString()
    {
        string changes = string.Join(", ", SignatureProfileJson.Differences(Default, this).Select(choice => $"{choice.Name} {choice.Second}"));
        return changes.Length == 0 ? "Default" : changes;
    }
}
