using System.Management.Automation;
using System.Text.Json;
using ImageMatch.Sessions;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Finds the copies of pictures in the store.</summary>
[Cmdlet(VerbsCommon.Search, "MatchImage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MatchResult))]
public sealed class SearchMatchImageCommand : PictureCommand
{
    private const string SignatureSet = "Signature";
    private const string RecordSet = "Record";

    private readonly SearchNotices _notices;
    private ISignatureStore? _store;
    private SearchSession? _session;
    private SignatureProfile _profile = SignatureProfile.Default;

    /// <summary>Makes the command.</summary>
    public SearchMatchImageCommand() => _notices = new SearchNotices(this);

    /// <summary>Signatures that Get-ImageSignature gave.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SignatureSet)]
    [ValidateNotNullOrEmpty]
    public ImageSignature[] Signature { get; set; } = [];

    /// <summary>Stored pictures, or results of another search.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RecordSet)]
    [ValidateNotNullOrEmpty]
    public MatchImage[] Record { get; set; } = [];

    /// <summary>Only distances below this are copies.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double DistanceCutoff { get; set; } = SearchQuery.DefaultDistanceCutoff;

    /// <summary>Compares as the paper does with drawings and text: a plain part against a strong edge weighs more.</summary>
    [Parameter]
    public SwitchParameter LineArt { get; set; }

    /// <summary>At most so many results a picture, the nearest.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>Also finds copies that were turned, mirrored or inverted.</summary>
    [Parameter]
    public SwitchParameter AllOrientations { get; set; }

    /// <summary>Also searches for windows of the picture, which finds stored pictures that are crops of it.</summary>
    [Parameter]
    public SwitchParameter QueryWindows { get; set; }

    /// <summary>Leaves out the records of the picture asked for itself.</summary>
    [Parameter]
    public SwitchParameter ExcludeSelf { get; set; }

    /// <summary>Only records that pass: a hashtable such as @{ 'metadata.rights' = 'press' }, or a script block such as { $_.Width -gt 1000 }.</summary>
    [Parameter]
    [FilterArgument]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    [ValidateNotNull]
    public RecordFilter? Filter { get; set; }

    /// <summary>Only records that fit a query in the language of Elasticsearch: a hashtable or JSON.</summary>
    [Parameter]
    [QueryArgument]
    [ValidateNotNull]
    public JsonElement? Query { get; set; }

    /// <summary>Compares every stored picture, so that no copy is lost. A store in a file always does.</summary>
    [Parameter]
    public SwitchParameter Exact { get; set; }

    /// <summary>How many candidates a cluster compares for each picture and orientation.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int? CandidateLimit { get; set; }

    /// <summary>Searches the pictures of these folders instead of the store; nothing is stored.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Folder { get; set; }

    private protected override string Activity => "Searching";

    private protected override int OtherInputs => Signature.Length + Record.Length;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        ISignatureSearch among;
        if (Folder is null)
        {
            among = _store = OpenStore();
            _profile = _store.Profile;
        }
        else
        {
            _profile = ProfileInUse;
            among = ReadFolders();
        }

        var options = new SearchOptions
        {
            ThrottleLimit = ThrottleLimit,
            DistanceCutoff = DistanceCutoff,
            LineArt = LineArt,
            First = First,
            AllOrientations = AllOrientations,
            QueryWindows = QueryWindows,
            ExcludeSelf = ExcludeSelf,
            Filter = Filter,
            Exact = Exact,
            CandidateLimit = CandidateLimit,
            EngineQuery = Query,
        };
        _session = new SearchSession(among, CreateSigner(_profile), options, StopToken);
        Carry(_session, Emit);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        base.Process();
        foreach (var signature in Signature)
        {
            Post(new SearchRequest(signature.Path, signature.Frame, signature.Signed), signature);
        }

        foreach (var record in Record)
        {
            Post(new SearchRequest(record.Path, record.Frame, record.Signed, record.Record), record);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        base.End();
        _notices.Close();
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

    private protected override bool ProcessPicture(FoundPicture picture)
    {
        Post(new SearchRequest(picture.Input));
        return true;
    }

    private void Post(SearchRequest request, object target)
    {
        Progress.Take();
        if (request.Signed!.Profile != _profile)
        {
            WriteFailure(ErrorRecords.ProfileMismatch(request.Path, target));
            Progress.Finish(request.Path);
            return;
        }

        Post(request);
    }

    private void Post(SearchRequest request)
    {
        _session!.Post(request);
        WriteReady();
    }

    private void Emit(SearchResult result)
    {
        if (result.Error is not null)
        {
            WriteFailure(result.Request.Input!, result.Error);
        }

        _notices.Take(result);
        foreach (var hit in result.Answer?.Hits ?? [])
        {
            WriteObject(new MatchResult(hit, result.Answer!, result.Request.Path, _profile));
        }

        if (result.Request.Input is { } input)
        {
            CountDone(input);
        }
        else
        {
            Progress.Finish(result.Request.Path);
        }
    }

    private PictureSet ReadFolders()
    {
        var set = new PictureSet(_profile);
        var finder = new PictureFinder(this, WriteError) { Recurse = Recurse };
        using var session = new SigningSession(CreateSigner(_profile), ThrottleLimit, allOrientations: false, StopToken);
        using var pump = new SessionPump<SigningResult>(session, result =>
        {
            if (result.Signed is { } signed)
            {
                set.Add(result.Input, signed);
            }
            else
            {
                WriteFailure(result.Input, result.Error!);
            }

            CountDone(result.Input);
        });
        PictureSource[] sources = [.. Folder!.SelectMany(finder.FindPath)];
        Progress.Begin("Reading pictures", token => finder.Count(sources, token));
        foreach (var picture in finder.Read(sources))
        {
            Remember(picture);
            session.Post(picture.Input);
            pump.Drain();
        }

        pump.Flush();
        Progress.Begin(Activity);
        return set;
    }
}
