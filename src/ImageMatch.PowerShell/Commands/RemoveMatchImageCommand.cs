using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Removes records from the store; the files stay.</summary>
[Cmdlet(VerbsCommon.Remove, "MatchImage", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(MatchImage))]
public sealed class RemoveMatchImageCommand : RecordBatchCommand
{
    private long _removed;

    /// <inheritdoc/>
    protected override void End() => WriteVerbose($"{_removed} records removed from the store; no file was touched.");

    private protected override bool TryChange(MatchRecord record, out MatchRecord changed)
    {
        changed = record;
        return ShouldProcess(record.Key.Path, $"Remove the record from {UsedConnection}; the file stays");
    }

    private protected override ChangeAnswer Apply(IReadOnlyDictionary<string, MatchRecord> changed)
    {
        var removed = Store.Remove([.. changed.Keys], CancellationToken.None);
        _removed += removed.Ids.Count;
        return removed;
    }
}
