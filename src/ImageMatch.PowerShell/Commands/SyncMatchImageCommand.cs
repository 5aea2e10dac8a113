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
public sealed class SyncMatchImageCommand : MatchCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<string> _folders = [];
    private readonly int[] _changes = new int[Enum.GetValues<SyncChangeKind>().Length];
    private FilePaths? _paths;
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

    /// <summary>Pictures read and signed at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>Refuses pictures of more pixels.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long MaxPixels { get; set; } = ImageLimits.Default.MaxPixels;

    /// <summary>Refuses files of more bytes.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public long MaxBytes { get; set; } = ImageLimits.Default.MaxBytes;

    /// <summary>Gives a picture up that takes longer than so many seconds to read and decode.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = (int)ImageLimits.Default.MaxTime.TotalSeconds;

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var value)
        ? (SwitchParameter)value
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    protected override void Begin() => _paths = new FilePaths(SessionState, WriteError);

    /// <inheritdoc/>
    protected override void Process() =>
        _folders.AddRange(ParameterSetName == PathSet ? Path.SelectMany(FindFolders) : LiteralPath.Select(_paths!.ResolveLiteral).OfType<string>());

    /// <inheritdoc/>
    protected override void End()
    {
        var folders = IsWhatIf ? _folders : Lock();
        WriteVerbose($"Using the store {UsedConnection}.");
        _store = UsedConnection.OpenExisting();
        var options = Options();
        var plan = MakePlan(new SyncPlanner(CreateSigner(_store?.Profile ?? SignatureProfile.Default), options), folders);
        foreach (var problem in plan.Problems)
        {
            WriteError(ErrorRecords.Of(problem, problem.Path));
        }

        if (plan.Offline > 0)
        {
            WriteWarning($"{plan.Offline} new or changed files would have to be downloaded and were passed over. -IncludeOffline downloads them.");
        }

        Apply(Accepted(plan), options);
        if (Summary && !IsWhatIf)
        {
            WriteObject(Summarize(plan, plan.IsComplete && folders.Count == _folders.Count));
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

    private static Func<string, bool> Fits(string[] patterns)
    {
        var wildcards = Array.ConvertAll(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));
        return name => Array.Exists(wildcards, wildcard => wildcard.IsMatch(name));
    }

    private IEnumerable<string> FindFolders(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return _paths!.ResolveLiteral(path) is { } literal ? [literal] : [];
        }

        var folders = _paths!.ResolveWildcard(path).FindAll(Directory.Exists);
        // A folder whose very name looks like a wildcard is meant where nothing else is; where there is none either, that is said.
        return folders.Count > 0 || _paths.ResolveLiteral(path) is not { } named ? folders : [named];
    }

    private IReadOnlyList<string> Lock()
    {
        _lock = FolderLock.Acquire(UsedConnection.LockFolder, _folders);
        foreach (var problem in _lock.Problems)
        {
            WriteError(ErrorRecords.Of(problem, problem.Path));
        }

        return _lock.Folders;
    }

    private SyncOptions Options()
    {
        var (included, excluded) = (Fits(Include), Fits(Exclude));
        return new SyncOptions
        {
            Reader = new FolderReader { Recurse = true, IsWanted = name => (Include.Length == 0 || included(name)) && !excluded(name), IsExcluded = excluded },
            Add = new AddOptions { ThrottleLimit = ThrottleLimit, VerifyContent = VerifyContent, Resign = Resign, AllFrames = AllFrames },
            MaxRemovalPercent = MaxRemovalPercent,
            Force = Force,
            IncludeOffline = IncludeOffline,
        };
    }

    private ImageSigner CreateSigner(SignatureProfile profile) =>
        CreateSigner(profile, new ImageLimits { MaxPixels = MaxPixels, MaxBytes = MaxBytes, MaxTime = TimeSpan.FromSeconds(TimeoutSec) });

    /// <summary>Plans on another thread, so that a folder that does not answer cannot hold the pipeline up.</summary>
    private SyncPlan MakePlan(SyncPlanner planner, IReadOnlyList<string> folders)
    {
        var progress = new ProgressReporter(this, "Comparing folders with the store");
        var planning = Task.Run(() => planner.Plan(_store, folders, StopToken), StopToken);
        while (Task.WaitAny([planning], 250, StopToken) < 0)
        {
            if (planner.Progress.Total > 0)
            {
                progress.ReportOf(planner.Progress.Done, planner.Progress.Total, planner.Progress.Current);
            }
            else
            {
                progress.Report(planner.Progress.Done, 0, planner.Progress.Current);
            }
        }

        progress.Close();
        return planning.GetAwaiter().GetResult();
    }

    private SyncPlan Accepted(SyncPlan plan)
    {
        var accepted = plan with { Steps = [.. plan.Steps.Where(step => ShouldProcess(step.Path, Describe(step)))] };
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
                Emit(change);
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

        if (TryGetMetadata(Metadata, new FileInfo(input.File!), input.Location, out var metadata))
        {
            return new AddRequest(input, HasMetadata: true, metadata);
        }

        _changes[(int)SyncChangeKind.Failed]++;
        return null;
    }

    private void Emit(SyncChange change)
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

        if (change.Error is { } error)
        {
            WriteError(ErrorRecords.Of(error, change.Path));
        }
    }

    private MatchSyncSummary Summarize(SyncPlan plan, bool complete) => new(
        [.. _folders],
        _changes[(int)SyncChangeKind.Added],
        _changes[(int)SyncChangeKind.Updated],
        _changes[(int)SyncChangeKind.Moved],
        _changes[(int)SyncChangeKind.Removed],
        _changes[(int)SyncChangeKind.Failed],
        plan.Unchanged,
        plan.Offline,
        plan.PassedOver,
        complete,
        _clock.Elapsed);
}
