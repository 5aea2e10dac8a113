using System.Management.Automation;
using ImageMatch.Explanations;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Compares pictures with each other; nothing is stored.</summary>
[Cmdlet(VerbsData.Compare, "ImageSignature", DefaultParameterSetName = CompareSet)]
[OutputType(typeof(ImageComparison), ParameterSetName = new[] { CompareSet })]
[OutputType(typeof(ImageExplanation), ParameterSetName = new[] { ExplainSet })]
public sealed class CompareImageSignatureCommand : MatchCommand
{
    private const string CompareSet = "Compare";
    private const string ExplainSet = "Explain";

    private readonly List<Compared> _references = [];
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

    /// <summary>Says which parts differ, and which step of a search would lose the pair.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExplainSet)]
    public SwitchParameter Explain { get; set; }

    /// <summary>The cut-off of the search that is explained.</summary>
    [Parameter(ParameterSetName = ExplainSet)]
    [ValidateRange(0.0, 1.0)]
    public double DistanceCutoff { get; set; } = SearchQuery.DefaultDistanceCutoff;

    /// <summary>Explains a search in all 16 orientations.</summary>
    [Parameter(ParameterSetName = ExplainSet)]
    public SwitchParameter AllOrientations { get; set; }

    /// <summary>Explains a search with windows of the picture asked for; in a store with crop tolerance that is always so.</summary>
    [Parameter(ParameterSetName = ExplainSet)]
    public SwitchParameter QueryWindows { get; set; }

    /// <summary>The filter of the search that is explained, for references that are records.</summary>
    [Parameter(ParameterSetName = ExplainSet)]
    [FilterArgument]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    [ValidateNotNull]
    public RecordFilter? Filter { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _finder = new PictureFinder(this, WriteError);
        _signer = CreateSigner(ProfileInUse, ImageLimits.Default);
        _references.AddRange(Reference.SelectMany(item => Sign(item, SignReference)));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var difference in Difference.SelectMany(item => Sign(item, SignDifference)))
        {
            foreach (var reference in _references)
            {
                Compare(reference, difference);
            }
        }
    }

    private void Compare(Compared reference, Compared difference)
    {
        if (reference.Signed.Profile != difference.Signed.Profile)
        {
            WriteError(ErrorRecords.ProfileMismatch(difference.Path, difference.Path));
        }
        else if (Explain)
        {
            var options = new SearchExplanationOptions
            {
                DistanceCutoff = DistanceCutoff,
                LineArt = LineArt,
                AllOrientations = AllOrientations,
                PassesFilter = Filter is null || reference.Record is not { } record ? null : new RecordFilterEvaluator(Filter).Passes(record),
            };
            WriteObject(new ImageExplanation(reference.Path, difference.Path, MatchExplanation.Of(reference.Signed, difference.Signed, options)));
        }
        else
        {
            WriteObject(new ImageComparison(reference.Path, difference.Path, SignatureComparison.Of(reference.Signed, difference.Signed, LineArt)));
        }
    }

    private SignedPicture SignReference(ImageInput input) => _signer!.Sign(input, allOrientations: true, StopToken);

    private SignedPicture SignDifference(ImageInput input) => _signer!.SignToAsk(input, allOrientations: true, QueryWindows, StopToken);

    private IEnumerable<Compared> Sign(object item, Func<ImageInput, SignedPicture> sign)
    {
        var value = item is PSObject wrapped ? wrapped.BaseObject : item;
        return value switch
        {
            ImageSignature signature => [new(signature.Path, signature.Signed)],
            MatchImage record => [new(record.Path, SignedOf(record), record.Record)],
            FileSystemInfo file => SignFound(sign, _finder!.FindLiteral(file.FullName, isPiped: false)),
            Uri uri => SignFound(sign, _finder!.FindAddress(uri.OriginalString)),
            _ => SignFound(sign, _finder!.FindPath(value.ToString()!)),
        };
    }

    /// <summary>A stored picture with its windows, which a cluster gives only where they are asked for.</summary>
    private SignedPicture SignedOf(MatchImage image)
    {
        if (!Explain || image.Profile != ProfileInUse || image.Profile.CropTolerance == CropTolerance.None || image.Record.Windows.Count > 0)
        {
            return image.Signed;
        }

        using var store = OpenStore();
        var stored = store.Get(new RecordQuery { Ids = [image.Id], WithWindows = true }, StopToken).FirstOrDefault();
        return image.Signed with { Windows = stored?.Windows ?? [] };
    }

    private IEnumerable<Compared> SignFound(Func<ImageInput, SignedPicture> sign, IEnumerable<PictureSource> sources)
    {
        foreach (var picture in _finder!.Read(sources))
        {
            SignedPicture? signed = null;
            try
            {
                signed = sign(picture.Input);
            }
            catch (ImageException exception)
            {
                WriteError(ErrorRecords.Of(exception, picture.Input.Location));
            }

            if (signed is not null)
            {
                yield return new(picture.Input.Path, signed);
            }
        }
    }

    private sealed record Compared(string Path, SignedPicture Signed, MatchRecord? Record = null);
}
