using System.Management.Automation;
using ImageMatch.Imaging;

namespace ImageMatch.PowerShell;

/// <summary>Compares pictures with each other; nothing is stored.</summary>
[Cmdlet(VerbsData.Compare, "ImageSignature")]
[OutputType(typeof(ImageComparison))]
public sealed class CompareImageSignatureCommand : MatchCommand
{
    private readonly List<(string Path, SignedPicture Signed)> _references = [];
    private PictureFinder? _finder;
    private ImageSigner? _signer;

    /// <summary>The pictures to compare with: paths, addresses, signatures or records.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public object[] Reference { get; set; } = [];

    /// <summary>The pictures to compare: paths, addresses, signatures or records.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public object[] Difference { get; set; } = [];

    /// <summary>Compares as the paper does with drawings and text: a plain part against a strong edge weighs more.</summary>
    [Parameter]
    public SwitchParameter LineArt { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _finder = new PictureFinder(this, WriteError);
        _signer = CreateSigner(ProfileInUse, ImageLimits.Default);
        _references.AddRange(Reference.SelectMany(Sign));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var (path, signed) in Difference.SelectMany(Sign))
        {
            foreach (var (referencePath, reference) in _references)
            {
                Compare(referencePath, reference, path, signed);
            }
        }
    }

    private void Compare(string referencePath, SignedPicture reference, string path, SignedPicture signed)
    {
        if (reference.Profile != signed.Profile)
        {
            WriteError(ErrorRecords.ProfileMismatch(path, path));
            return;
        }

        WriteObject(new ImageComparison(referencePath, path, SignatureComparison.Of(reference, signed, LineArt)));
    }

    private IEnumerable<(string Path, SignedPicture Signed)> Sign(object item)
    {
        var value = item is PSObject wrapped ? wrapped.BaseObject : item;
        return value switch
        {
            ImageSignature signature => [(signature.Path, signature.Signed)],
            MatchImage record => [(record.Path, record.Signed)],
            FileSystemInfo file => SignFound(_finder!.FindLiteral(file.FullName, isPiped: false)),
            Uri uri => SignFound(_finder!.FindAddress(uri.OriginalString)),
            _ => SignFound(_finder!.FindPath(value.ToString()!)),
        };
    }

    private IEnumerable<(string Path, SignedPicture Signed)> SignFound(IEnumerable<FoundPicture> pictures)
    {
        foreach (var picture in pictures)
        {
            SignedPicture? signed = null;
            try
            {
                signed = _signer!.Sign(picture.Input, allOrientations: true, StopToken);
            }
            catch (ImageException exception)
            {
                WriteError(ErrorRecords.Of(exception, picture.Input.Location));
            }

            if (signed is not null)
            {
                yield return (picture.Input.Path, signed);
            }
        }
    }
}
