using System.Management.Automation;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Sessions;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Signs pictures and stores their signatures.</summary>
[Cmdlet(VerbsCommon.Add, "MatchImage", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(MatchImage))]
public sealed class AddMatchImageCommand : PictureCommand
{
    private readonly int[] _changes = new int[Enum.GetValues<AddChange>().Length];
    private ISignatureStore? _store;
    private AddSession? _session;
    private FastLoad? _load;

    /// <summary>What to store with the pictures: a hashtable, an object, or a script block that gets each file or address as $_.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    public object? Metadata { get; set; }

    /// <summary>Stores every page or frame of a file as a record of its own, not only the first.</summary>
    [Parameter]
    public SwitchParameter AllFrames { get; set; }

    /// <summary>Signs files again that did not change.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Tells unchanged files by their content instead of length and time.</summary>
    [Parameter]
    public SwitchParameter VerifyContent { get; set; }

    /// <summary>Signs unchanged files again whose signature is of an older algorithm or decoder.</summary>
    [Parameter]
    public SwitchParameter Resign { get; set; }

    /// <summary>Stores another record where the path is present.</summary>
    [Parameter]
    public SwitchParameter AsNew { get; set; }

    /// <summary>Sets the index of a cluster up for much to be added at once.</summary>
    [Parameter]
    public SwitchParameter FastLoad { get; set; }

    /// <summary>Emits the records, each after its commit.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Adding pictures";

    /// <inheritdoc/>
    protected override void End()
    {
        base.End();
        EndFastLoad(_load);
        if (_session is not null)
        {
            WriteVerbose($"{_changes[(int)AddChange.Added]} added, {_changes[(int)AddChange.Updated]} updated, {_changes[(int)AddChange.Unchanged]} unchanged.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // First the session, which commits to the store.
        base.Dispose(disposing);
        if (disposing)
        {
            _load?.Dispose();
            _store?.Dispose();
        }
    }

    private protected override bool ProcessPicture(FoundPicture picture)
    {
        if (!ShouldProcess(picture.Input.Path, $"Sign and store in {UsedConnection}"))
        {
            return false;
        }

        // Only now: what is refused, or only asked about with -WhatIf, makes no store.
        if (_session is null)
        {
            BeginSession();
        }

        JsonElement? metadata = null;
        var hasMetadata = MyInvocation.BoundParameters.ContainsKey(nameof(Metadata));
        if (hasMetadata && !ItemMetadata.TryRead(Metadata, picture.Item, picture.Input.Location, out metadata, out var failure))
        {
            WriteFailure(failure);
            return false;
        }

        _session!.Post(new AddRequest(picture.Input, hasMetadata, metadata));
        WriteReady();
        return true;
    }

    private void BeginSession()
    {
        _store = OpenStore(create: true);
        _load = FastLoad ? UsedConnection.BeginFastLoad(StopToken) : null;
        var options = new AddOptions { ThrottleLimit = ThrottleLimit, Force = Force, VerifyContent = VerifyContent, Resign = Resign, AsNew = AsNew, AllFrames = AllFrames };
        _session = new AddSession(_store, CreateSigner(_store.Profile), options, StopToken);
        Carry(_session, Emit);
    }

    private void Emit(AddResult result)
    {
        var input = result.Request.Input;
        if ((result.Error ?? result.Outcome?.Error) is { } failure)
        {
            WriteFailure(input, failure);
        }
        else
        {
            _changes[(int)result.Outcome!.Change]++;
            if (result.Outcome.Warning is { } warning)
            {
                WriteWarning(warning);
            }

            if (result.RemovedFrames > 0)
            {
                WriteWarning($"'{input.Location}' has only {result.Outcome.Record!.Facts.FrameCount} frames now: the records of {result.RemovedFrames} others were removed.");
            }

            if (PassThru)
            {
                WriteObject(new MatchImage(result.Outcome.Record!, _store!.Profile));
            }
        }

        CountDone(input);
    }
}
