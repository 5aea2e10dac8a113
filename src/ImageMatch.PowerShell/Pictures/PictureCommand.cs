using System.Management.Automation;
using ImageMatch.Imaging;
using ImageMatch.Sessions;

namespace ImageMatch.PowerShell;

/// <summary>A command that takes pictures: files, folders, wildcards, addresses, bytes.</summary>
public abstract class PictureCommand : MatchCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string UriSet = "Uri";
    private protected const string ContentSet = "Content";

    private readonly Dictionary<ImageInput, FoundPicture> _pictures = new(ReferenceEqualityComparer.Instance);
    private PictureFinder? _finder;
    private ProgressReporter? _progress;
    private ISessionPump? _pump;
    private bool _isPiped;
    private int _noPictures;
    private long _done;
    private string? _onlyName;

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

    /// <summary>Pictures signed at once.</summary>
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

    /// <summary>What progress calls the work.</summary>
    private protected abstract string Activity { get; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _isPiped = !MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));
        _progress = new ProgressReporter(this, Activity);
        _finder = new PictureFinder(this, WriteFailure)
        {
            Recurse = Recurse,
            Include = Patterns(Include),
            Exclude = Patterns(Exclude),
        };
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var picture in FindPictures())
        {
            if (Rename(picture) is { } renamed)
            {
                Remember(renamed);
                ProcessPicture(renamed);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        _pump?.Flush();
        _progress!.Close();
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
    private protected abstract void ProcessPicture(FoundPicture picture);

    /// <summary>Keeps a picture in mind until it is done, for what its failure means depends on how it was met.</summary>
    private protected void Remember(FoundPicture picture) => _pictures.Add(picture.Input, picture);

    /// <summary>Counts a picture as done and shows how far the work has come.</summary>
    private protected void CountDone(ImageInput? input)
    {
        _done++;
        if (input is not null)
        {
            _pictures.Remove(input);
            _progress!.Report(_done, _pump?.Waiting ?? 0, input.Path);
        }
    }

    /// <summary>Writes why a picture was not signed, or counts it where it is no picture and never claimed to be one.</summary>
    private protected void WriteFailure(ImageInput input, Exception failure)
    {
        if (_pictures.Remove(input, out var picture) && picture.IsPassedOver(failure))
        {
            _noPictures++;
        }
        else
        {
            WriteError(ErrorRecords.Of(failure, input.Location));
        }
    }

    private protected ImageSigner CreateSigner(SignatureProfile profile) =>
        CreateSigner(profile, new ImageLimits { MaxPixels = MaxPixels, MaxBytes = MaxBytes, MaxTime = TimeSpan.FromSeconds(TimeoutSec) });

    private static WildcardPattern[] Patterns(string[] patterns) => Array.ConvertAll(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));

    private IEnumerable<FoundPicture> FindPictures() => ParameterSetName switch
    {
        PathSet => Path.SelectMany(_finder!.FindPath),
        LiteralPathSet => LiteralPath.SelectMany(path => _finder!.FindLiteral(path, _isPiped)),
        UriSet => Uri.SelectMany(uri => _finder!.FindAddress(uri.OriginalString)),
        ContentSet => [FromContent()],
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

    /// <summary>The picture under the name given, or null where no name is to be had.</summary>
    private FoundPicture? Rename(FoundPicture picture)
    {
        switch (Name is PSObject wrapped ? wrapped.BaseObject : Name)
        {
            case null:
                return picture;
            case ScriptBlock script:
                return TryInvoke(script, nameof(Name), picture.Item, out var result) ? Rename(picture, result?.ToString()) : null;
            case string name:
                if (_onlyName is not null)
                {
                    throw new ArgumentException("-Name as a string names one picture, and here are more: give a script block, such as { $_.Name }.");
                }

                _onlyName = name;
                return Rename(picture, name);
            default:
                throw new ArgumentException("-Name takes a string or a script block.");
        }
    }

    private FoundPicture? Rename(FoundPicture picture, string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            return picture with { Input = picture.Input.WithPath(name) };
        }

        WriteFailure(ErrorRecords.NameRefused($"-Name gave no name for '{picture.Input.Location}'.", picture.Input.Location));
        return null;
    }
}
