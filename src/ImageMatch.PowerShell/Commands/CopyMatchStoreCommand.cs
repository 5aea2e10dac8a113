using System.Diagnostics;
using System.Management.Automation;
using ImageMatch.Sessions;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Copies the records of a store into another.</summary>
[Cmdlet(VerbsCommon.Copy, "MatchStore", SupportsShouldProcess = true)]
[OutputType(typeof(StoreCopySummary))]
public sealed class CopyMatchStoreCommand : MatchCommand
{
    private readonly Stopwatch _clock = new();
    private long _total;
    private readonly int[] _changes = new int[Enum.GetValues<AddChange>().Length];
    private int _decisions;
    private bool _hasOtherSource;

    /// <summary>The store to copy into: a connection, a file or the address of an index. It is made where it is missing.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public MatchConnection Destination { get; set; } = null!;

    /// <summary>Only records that pass: a hashtable such as @{ 'metadata.rights' = 'press' }, or a script block such as { $_.Added -gt $since }.</summary>
    [Parameter]
    [FilterArgument]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    [ValidateNotNull]
    public RecordFilter? Filter { get; set; }

    /// <summary>Compares the stores afterwards: counts, records, and what searches find.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>Sets the index of a cluster up for much to be added at once.</summary>
    [Parameter]
    public SwitchParameter FastLoad { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if (Destination.Path == UsedConnection.Path)
        {
            ThrowTerminatingError(ErrorRecords.CopyOntoItself(Destination));
        }

        _clock.Start();
        using var source = OpenStore();
        _total = source.Describe(StopToken).Count ?? 0;
        if (!ShouldProcess(Destination.ToString(), $"Copy the records of {UsedConnection}"))
        {
            return;
        }

        using var destination = Destination.OpenFor(source.Profile);
        using (var load = FastLoad ? Destination.BeginFastLoad(StopToken) : null)
        {
            Copy(source, destination);
            EndFastLoad(load);
        }

        if (_hasOtherSource)
        {
            WriteWarning($"The copied files have the source '{source.Source}'. To add them to {Destination} again, and not as others, use Set-MatchConnection -Source '{source.Source}' for it.");
        }

        var differences = Verify ? Compare(new StoreComparison(source, destination, Filter)) : [];
        WriteObject(new StoreCopySummary(
            _changes[(int)AddChange.Added] + _changes[(int)AddChange.Updated],
            _changes[(int)AddChange.Unchanged],
            _changes[(int)AddChange.Failed],
            _decisions,
            _clock.Elapsed));
        if (differences.Count > 0)
        {
            throw new StoreException(StoreError.CopyDiffers, $"{Destination} is not equal to {UsedConnection}: {string.Join(' ', differences)}");
        }
    }

    private void Copy(ISignatureStore source, ISignatureStore destination)
    {
        var copy = new StoreCopy(source, destination);
        var progress = new ProgressReporter(this, "Copying records");
        foreach (var result in copy.Copy(Filter, StopToken))
        {
            var key = result.Record.Key;
            _changes[(int)result.Outcome.Change]++;
            _hasOtherSource |= key.Source == source.Source && RecordKey.Of(destination.Source, key.Path).Source != source.Source;
            if (result.Outcome.Error is { } error)
            {
                WriteError(ErrorRecords.Of(error, key.Path));
            }

            Report(progress, _changes.Sum(), key.Path);
        }

        progress.Close();
        _decisions = copy.CopyDecisions(StopToken);
    }

    private IReadOnlyList<string> Compare(StoreComparison comparison)
    {
        var progress = new ProgressReporter(this, "Comparing the copy");
        var differences = comparison.Compare(done => Report(progress, done, Destination.ToString()), StopToken);
        progress.Close();
        return differences;
    }

    /// <summary>How many records a filter lets through is not known beforehand.</summary>
    private void Report(ProgressReporter progress, long done, string current)
    {
        if (Filter is null)
        {
            progress.ReportOf(done, _total, current);
        }
        else
        {
            progress.Report(done, current);
        }
    }
}
