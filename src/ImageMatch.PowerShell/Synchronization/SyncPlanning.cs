using System.Management.Automation;
using ImageMatch.Stores;
using ImageMatch.Synchronization;

namespace ImageMatch.PowerShell;

/// <summary>Plans on another thread, so that a folder that does not answer cannot hold the pipeline up, and shows how far that has come.</summary>
internal sealed class SyncPlanning(Cmdlet command, SyncPlanner planner)
{
    private const int LookInterval = 250;

    /// <summary>Makes a plan; see <see cref="SyncPlanner.Plan"/>.</summary>
    public SyncPlan Run(ISignatureStore? store, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var reporter = new ProgressReporter(command, Describe(default));
        var planning = Task.Run(() => planner.Plan(store, folders, cancellationToken), cancellationToken);
        while (Task.WaitAny([planning], LookInterval, cancellationToken) < 0)
        {
            Show(planner.Progress, reporter);
        }

        reporter.Close();
        return planning.GetAwaiter().GetResult();
    }

    private static void Show(SyncProgress progress, ProgressReporter reporter)
    {
        reporter.Begin(Describe(progress.Phase));
        if (progress.Total is { } total && total >= progress.Done)
        {
            reporter.ReportOf(progress.Done, total, progress.Current);
        }
        else
        {
            reporter.Report(progress.Done, progress.Current);
        }
    }

    private static string Describe(SyncPhase phase) => phase switch
    {
        SyncPhase.ReadingFolders => "Listing folders",
        SyncPhase.ComparingRecords => "Comparing folders with the store",
        _ => "Reading files that may have moved",
    };
}
