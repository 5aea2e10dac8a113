using System.Management.Automation;
using ImageMatch.Imaging;
using ImageMatch.Sessions;

namespace ImageMatch.PowerShell;

/// <summary>Signs pictures and emits their signatures; nothing is stored.</summary>
[Cmdlet(VerbsCommon.Get, "ImageSignature", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ImageSignature))]
public sealed class GetImageSignatureCommand : PictureCommand
{
    private SigningSession? _session;

    /// <summary>What is done with transparent pixels; the connection's choice by default.</summary>
    [Parameter]
    public Transparency? Transparency { get; set; }

    /// <summary>Whether the camera's orientation tag is followed; the connection's choice by default.</summary>
    [Parameter]
    public ExifOrientation? ExifOrientation { get; set; }

    /// <summary>Signs all 16 orientations, so that a search with the signature finds turned copies exactly.</summary>
    [Parameter]
    public SwitchParameter AllOrientations { get; set; }

    /// <summary>Signs every page or frame of a file, not only the first.</summary>
    [Parameter]
    public SwitchParameter AllFrames { get; set; }

    private protected override string Activity => "Signing pictures";

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        var profile = ProfileInUse;
        profile = profile with
        {
            Transparency = Transparency ?? profile.Transparency,
            ExifOrientation = ExifOrientation ?? profile.ExifOrientation,
        };
        _session = new SigningSession(CreateSigner(profile), ThrottleLimit, AllOrientations, StopToken, AllFrames, toAsk: true);
        Carry(_session, Emit);
    }

    private protected override bool ProcessPicture(FoundPicture picture)
    {
        _session!.Post(picture.Input);
        WriteReady();
        return true;
    }

    private void Emit(SigningResult result)
    {
        if (result.Signed is { } signed)
        {
            WriteObject(new ImageSignature(result.Input.Path, result.Frame, signed));
        }
        else
        {
            WriteFailure(result.Input, result.Error!);
        }

        CountDone(result.Input);
    }
}
