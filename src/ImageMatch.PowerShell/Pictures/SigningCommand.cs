using System.Management.Automation;
using ImageMatch.Imaging;

namespace ImageMatch.PowerShell;

/// <summary>A command that signs many pictures: how many at once, and within which limits.</summary>
public abstract class SigningCommand : MatchCommand
{
    /// <summary>Pictures read and signed at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>Refuses pictures of more pixels.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long MaxPixels { get; set; } = ImageLimits.Default.MaxPixels;

    /// <summary>Refuses files and downloads of more bytes.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public long MaxBytes { get; set; } = ImageLimits.Default.MaxBytes;

    /// <summary>Gives a picture up that takes longer than so many seconds to read and decode.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = (int)ImageLimits.Default.MaxTime.TotalSeconds;

    private protected ImageSigner CreateSigner(SignatureProfile profile) =>
        CreateSigner(profile, new ImageLimits { MaxPixels = MaxPixels, MaxBytes = MaxBytes, MaxTime = TimeSpan.FromSeconds(TimeoutSec) });
}
