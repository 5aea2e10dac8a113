using System.Diagnostics;
using System.Management.Automation;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Stores;
using ImageMatch.Synchronization;

namespace ImageMatch.PowerShell;

/// <summary>Makes the store equal to folders.</summary>
[Cmdlet(VerbsData.Sync, "MatchImage", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(MatchSyncChange), typeof(MatchSyncSummary))]
public sealed class SyncMatchImageCommand : SigningCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<string> _folders = [];
    private readonly int[] _changes = new int[Enum.GetValues<SyncChangeKind>().Length];
    private FolderFinder? _finder;
    private ISignatureStore? _store;
    private FolderLock? _lock;

    /// <summary>Folders, with all that is below them.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Folders exactly as written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only files whose name fits one of these wildcards; records of others stay as they are.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Include { get; set; } = [];

    /// <summary>No files and no folders whose name fits one of these wildcards; their records stay as they are.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Exclude { get; set; } = [];

    /// <summary>What to store with pictures that are added or signed again: a hashtable, an object, or a script block that gets each file as $_.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    public object? Metadata { get; set; }

    /// <summary>Stores every page or frame of a file, not only the first.</summary>
    [Parameter]
    public SwitchParameter AllFrames { get; set; }

    /// <summary>Removes nothing of a folder that lost more than this part of its pictures, in percent.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaxRemovalPercent { get; set; } = 20;

    /// <summary>Removes what is gone, however much it is, also where the whole folder is.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Downloads files that are kept elsewhere.</summary>
    [Parameter]
    public SwitchParameter IncludeOffline { get; set; }

    /// <summary>Tells unchanged files by their content instead of length and time.</summary>
    [Parameter]
    public SwitchParameter VerifyContent { get; set; }

    /// <summary>Signs unchanged files again whose signature is of an older algorithm or decoder.</summary>
    [Parameter]
    public SwitchParameter Resign { get; set; }

    /// <summary>Sets the index of a cluster up for much to be added at once.</summary>
    [Parameter]
    public SwitchParameter FastLoad { get; set; }

    /// <summary>Emits one object with the counts instead of one for each change.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var value)
        ? (SwitchParameter)value
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    protected override void Begin() => _finder = new FolderFinder(this);

    /// <inheritdoc/>
    protected override void Process() =>
        _folders.AddRange(ParameterSetName == PathSet ? Path.SelectMany(_finder!.FindPath) : LiteralPath.SelectMany(_finder!.FindLiteral));

    /// <inheritdoc/>
    protected override void End()
    {
        WriteVerbose($"Using the store {UsedConnection}.");
        _store = UsedConnection.OpenExisting();
        var folders = IsWhatIf ? _folders : Lock();
        // Whoever had the folders before may have made it.
        _store ??= UsedConnection.OpenExisting();
        var options = Options();
        var planner = new SyncPlanner(CreateSigner(_store?.Profile ?? SignatureProfile.Default), options);
        var plan = new SyncPlanning(this, planner).Run(_store, folders, StopToken);
        foreach (var problem in plan.Problems)
        {
            WriteError(ErrorRecords.Of(problem, problem.Path));
        }

        if (plan.Offline > 0)
        {
            WriteWarning($"{plan.Offline} new or changed files would have to be downloaded and were passed over. -IncludeOffline downloads them.");
        }

        plan = Accepted(plan);
        Apply(plan, options);
        if (Summary && !IsWhatIf)
        {
            var complete = plan.IsComplete && folders.Count == _folders.Count && !_finder!.HasFailed;
            WriteObject(MatchSyncSummary.Of(_folders, plan, kind => _changes[(int)kind], complete, _clock.Elapsed));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _store?.Dispose();
            _lock?.Dispose();
        }

        base.Dispose(disposing);
    }

    private IReadOnlyList<string> Lock()
    {
        _lock = UsedConnection.LockFolders(_folders, _store?.Source, StopToken);
        foreach (var problem in _lock.Problems)
        {
            WriteError(ErrorRecords.Of(problem, problem.Path));
        }

        return _lock.Folders;
    }

    private SyncOptions Options() => new()
    {
        Reader = new NameSelection(Include, Exclude).CreateReader(recurse: true),
        Add = new AddOptions { ThrottleLimit = ThrottleLimit, VerifyContent = VerifyContent, Resign = Resign, AllFrames = AllFrames },
        MaxRemovalPercent = MaxRemovalPercent,
        Force = Force,
        IncludeOffline = IncludeOffline,
    };

    /// <summary>The plan as far as the user agrees to it; with steps left out it does not make the store equal to the folders.</summary>
    private SyncPlan Accepted(SyncPlan plan)
    {
        SyncStep[] steps = [.. plan.Steps.Where(step => ShouldProcess(step.Path, Describe(step)))];
        var accepted = plan with { Steps = steps, IsComplete = plan.IsComplete && steps.Length == plan.Steps.Count };
        return plan.Touched == 0 || ShouldProcess(UsedConnection.ToString(), $"Note the new times of {plan.Touched} files with the same content")
            ? accepted
            : accepted.WithoutTouched();
    }

    private static string Describe(SyncStep step) => step.Kind switch
    {
        SyncChangeKind.Added => "Sign and store the picture",
        SyncChangeKind.Updated => "Sign the changed picture again",
        SyncChangeKind.Moved => $"Move the record of {step.PreviousPath}",
        _ => "Remove the record of a file that is gone",
    };

    private void Apply(SyncPlan plan, SyncOptions options)
    {
        if (plan.Steps.Count + plan.Touched == 0)
        {
            return;
        }

        // Only now: what is only asked about with -WhatIf makes no store.
        _store ??= UsedConnection.Open(create: true);
        using var load = FastLoad ? UsedConnection.BeginFastLoad(StopToken) : null;
        var progress = new ProgressReporter(this, "Syncing pictures");
        var current = "";
        foreach (var change in new SyncRun(_store, CreateSigner(_store.Profile), options).Apply(plan, ToRequest, StopToken))
        {
            if (change is not null)
            {
                Emit(change, change.Error is { } error ? ErrorRecords.Of(error, change.Path) : null);
                current = change.Path;
            }

            progress.ReportOf(_changes.Sum(), plan.Steps.Count, current);
        }

        progress.Close();
        EndFastLoad(load);
    }

    private AddRequest? ToRequest(ImageInput input)
    {
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Metadata)))
        {
            return new AddRequest(input);
        }

        if (ItemMetadata.TryRead(Metadata, new FileInfo(input.File!), input.Location, out var metadata, out var failure))
        {
            return new AddRequest(input, HasMetadata: true, metadata);
        }

        Emit(new SyncChange(SyncChangeKind.Failed, input.Path) { Error = failure.Exception }, failure);
        return null;
    }

    private void Emit(SyncChange change, ErrorRecord? failure)
    {
        _changes[(int)change.Kind]++;
        if (change.Warning is { } warning)
        {
            WriteWarning(warning);
        }

        if (!Summary)
        {
            WriteObject(new MatchSyncChange(change, _store!.Profile));
        }

        if (failure is not null)
        {
            WriteError(failure);
        }
    }
}
