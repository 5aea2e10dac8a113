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
    private ImageSigner? _plainSigner;
    private ISignatureStore? _store;
    private SearchedIndex? _index;

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
        if (Explain)
        {
            PrepareToExplain();
        }

        _references.AddRange(Reference.SelectMany(item => Sign(item, SignReference)));
        if (Filter is not null && _references.Find(reference => reference.Record is null) is { } file)
        {
            WriteWarning($"-Filter is looked at for stored pictures alone, and '{file.Path}' is given as a file or a signature. Give what Get-MatchImage emits.");
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var difference in Difference.SelectMany(item => Sign(item, SignDifference)).Select(signed => Explain ? PrepareToExplain(signed) : signed))
        {
            foreach (var reference in _references)
            {
                if (reference.Signed.Profile != difference.Signed.Profile)
                {
                    WriteError(ErrorRecords.ProfileMismatch(difference.Path, difference.Item));
                }
                else if (Explain)
                {
                    WriteObject(ExplainPair(reference, difference));
                }
                else
                {
                    WriteObject(new ImageComparison(reference.Path, difference.Path, SignatureComparison.Of(reference.Signed, difference.Signed, LineArt)));
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _store?.Dispose();
        }
    }

    /// <summary>An index in use can be asked what its candidates share; an index of image_match has no windows, whatever the store in use has.</summary>
    private void PrepareToExplain()
    {
        if ((Connection ?? CurrentConnection.Value) is { Node: not null } cluster && cluster.OpenExisting() is { } store)
        {
            _store = store;
            _index = new SearchedIndex(store.Describe(StopToken).SchemaVersion == 0 ? SearchedStore.ImageMatchIndex : SearchedStore.Elasticsearch, store);
        }

        if (QueryWindows && _signer!.Profile.CropTolerance != CropTolerance.None)
        {
            _plainSigner = CreateSigner(_signer.Profile with { CropTolerance = CropTolerance.None }, ImageLimits.Default);
        }
    }

    private Compared PrepareToExplain(Compared difference)
    {
        var signed = _signer!.SignAgainToAsk(difference.Signed, difference.File, allOrientations: true, QueryWindows, StopToken) ?? difference.Signed;
        var plain = _plainSigner?.SignAgainToAsk(signed with { AskedWindows = [] }, difference.File, allOrientations: true, withWindows: true, StopToken);
        return difference with { Signed = signed, Plain = plain };
    }

    private ImageExplanation ExplainPair(Compared reference, Compared difference)
    {
        var options = new SearchExplanationOptions
        {
            DistanceCutoff = DistanceCutoff,
            LineArt = LineArt,
            AllOrientations = AllOrientations,
            PassesFilter = Filter is null || reference.Record is not { } record ? null : new RecordFilterEvaluator(Filter).Passes(record),
            PlainDifference = difference.Plain,
            Index = _index,
        };
        return new ImageExplanation(reference.Path, difference.Path, MatchExplanation.Of(reference.Signed, difference.Signed, options));
    }

    private SignedPicture SignReference(ImageInput input) => _signer!.Sign(input, allOrientations: true, StopToken);

    private SignedPicture SignDifference(ImageInput input) => _signer!.SignToAsk(input, allOrientations: true, QueryWindows, StopToken);

    private IEnumerable<Compared> Sign(object item, Func<ImageInput, SignedPicture> sign)
    {
        var value = item is PSObject wrapped ? wrapped.BaseObject : item;
        return value switch
        {
            ImageSignature signature => [new(signature, signature.Path, ImageInput.FromPath(signature.Path, signature.Frame), signature.Signed)],
            MatchImage record => [new(record, record.Path, ImageInput.FromPath(record.Path, record.Frame), SignedOf(record), record.Record)],
            FileSystemInfo file => SignFound(sign, _finder!.FindLiteral(file.FullName, isPiped: false)),
            Uri uri => SignFound(sign, _finder!.FindAddress(uri.OriginalString)),
            _ => SignFound(sign, _finder!.FindPath(value.ToString()!)),
        };
    }

    /// <summary>A stored picture with its windows, which a cluster gives only where they are asked for.</summary>
    private SignedPicture SignedOf(MatchImage image)
    {
        if (_store is null || image.Profile != _store.Profile || image.Profile.CropTolerance == CropTolerance.None || image.Record.Windows.Count > 0)
        {
            return image.Signed;
        }

        var stored = _store.Get(new RecordQuery { Ids = [image.Id], WithWindows = true }, StopToken).FirstOrDefault();
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
                yield return new(picture.Input.Path, picture.Input.Path, picture.Input, signed);
            }
        }
    }

    /// <param name="Item">What was given.</param>
    /// <param name="Path">What it is called.</param>
    /// <param name="File">Where it can be read; null for nowhere.</param>
    /// <param name="Signed">Its signature.</param>
    /// <param name="Record">The record that it is, if it is one.</param>
    /// <param name="Plain">The picture signed for a store without crop tolerance, where that is another matter.</param>
    private sealed record Compared(object Item, string Path, ImageInput? File, SignedPicture Signed, MatchRecord? Record = null, SignedPicture? Plain = null);
}
