using System.Management.Automation;
using ImageMatch.Imaging;
using ImageMatch.Sessions;

namespace ImageMatch.PowerShell;

/// <summary>A command that takes pictures: files, folders, wildcards, addresses, bytes.</summary>
public abstract class PictureCommand : SigningCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string UriSet = "Uri";
    private protected const string ContentSet = "Content";

    private readonly Dictionary<ImageInput, FoundPicture> _pictures = new(ReferenceEqualityComparer.Instance);
    private PictureFinder? _finder;
    private PictureNaming? _naming;
    private ISessionPump? _pump;
    private bool _isPiped;
    private int _noPictures;

    /// <summary>Files, folders, wildcards or addresses.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders exactly as written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Addresses, http or https.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <summary>The bytes of a picture, or a stream of them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ContentSet)]
    [ValidateNotNull]
    public object? Content { get; set; }

    /// <summary>Also the files of the folders below.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Only files of folders whose name fits one of these wildcards.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Include { get; set; } = [];

    /// <summary>No files of folders, and no folders, whose name fits one of these wildcards.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Exclude { get; set; } = [];

    /// <summary>Another name for the picture than the path it is read from: a string for one picture, or a script block that gets each file or address as $_.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Name { get; set; }

    /// <summary>What progress calls the work.</summary>
    private protected abstract string Activity { get; }

    /// <summary>How far the work has come.</summary>
    private protected PictureProgress Progress { get; private set; } = null!;

    /// <summary>How many pictures the input at hand names in other ways than by paths, addresses and bytes.</summary>
    private protected virtual int OtherInputs => 0;

    /// <inheritdoc/>
    protected override void Begin()
    {
        _isPiped = !MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));
        _naming = new PictureNaming(Name);
        Progress = new PictureProgress(this, Activity);
        _finder = new PictureFinder(this, WriteFailure)
        {
            Recurse = Recurse,
            Selection = new NameSelection(Include, Exclude),
        };
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        PictureSource[] sources = [.. FindSources()];
        if (!MyInvocation.ExpectingInput)
        {
            var others = OtherInputs;
            Progress.Count = token => others + _finder!.Count(sources, token);
        }

        foreach (var picture in _finder!.Read(sources))
        {
            Process(picture);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        _pump?.Flush();
        Progress.Close();
        if (_noPictures + _finder!.PassedOver > 0)
        {
            WriteVerbose($"Passed over: {_noPictures} files that are no pictures; {_finder.PassedOver} hidden files, folders and links.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pump?.Dispose();
            Progress?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Has the answers of a session written as they come, up to the end of the command.</summary>
    private protected void Carry<TResult>(IPictureSession<TResult> session, Action<TResult> emit) => _pump = new SessionPump<TResult>(session, emit);

    /// <summary>Writes the answers that are ready, and more while the session is full.</summary>
    private protected void WriteReady() => _pump!.Drain();

    /// <inheritdoc/>
    private protected override void WriteFailure(ErrorRecord error)
    {
        _pump?.Flush();
        base.WriteFailure(error);
    }

    /// <summary>Takes a picture that was given or found.</summary>
    /// <returns>Whether there will be an answer.</returns>
    private protected abstract bool ProcessPicture(FoundPicture picture);

    /// <summary>Keeps a picture in mind until it is done, for what its failure means depends on how it was met.</summary>
    private protected void Remember(FoundPicture picture)
    {
        _pictures.Add(picture.Input, picture);
        Progress.Take();
    }

    /// <summary>Counts a picture as done and shows how far the work has come. Of several answers for its frames the first counts.</summary>
    private protected void CountDone(ImageInput input)
    {
        if (_pictures.Remove(input))
        {
            Progress.Finish(input.Path);
        }
    }

    /// <summary>Writes why a picture was not signed, or counts it where it is no picture and never claimed to be one.</summary>
    private protected void WriteFailure(ImageInput input, Exception failure)
    {
        if (_pictures.TryGetValue(input, out var picture) && picture.IsPassedOver(failure))
        {
            _noPictures++;
        }
        else
        {
            WriteError(ErrorRecords.Of(failure, input.Location));
        }
    }

    private void Process(FoundPicture picture)
    {
        var renamed = _naming!.Rename(picture, out var failure);
        Remember(renamed ?? picture);
        if (failure is not null)
        {
            WriteFailure(failure);
        }

        if (renamed is null || !ProcessPicture(renamed))
        {
            CountDone((renamed ?? picture).Input);
        }
    }

    private IEnumerable<PictureSource> FindSources() => ParameterSetName switch
    {
        PathSet => Path.SelectMany(_finder!.FindPath),
        LiteralPathSet => LiteralPath.SelectMany(path => _finder!.FindLiteral(path, _isPiped)),
        UriSet => Uri.SelectMany(uri => _finder!.FindAddress(uri.OriginalString)),
        ContentSet => [new PictureSource(FromContent())],
        _ => [],
    };

    private FoundPicture FromContent()
    {
        if (Name is not string name)
        {
            throw new ArgumentException("-Content needs -Name: a string that the picture is known by.");
        }

        var content = Content is PSObject wrapped ? wrapped.BaseObject : Content;
        var input = content switch
        {
            Stream stream => ImageInput.FromStream(stream, name),
            byte[] bytes => ImageInput.FromContent(bytes, name),
            _ when LanguagePrimitives.TryConvertTo<byte[]>(content, out var bytes) => ImageInput.FromContent(bytes, name),
            _ => throw new ArgumentException("-Content takes bytes or a stream.", nameof(Content)),
        };
        return new FoundPicture(input, name, IsNamed: true);
    }
}
