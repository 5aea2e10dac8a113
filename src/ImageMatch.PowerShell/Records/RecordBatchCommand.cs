using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>A command that changes records: it must be told which, asks before each, and works in batches.</summary>
public abstract class RecordBatchCommand : RecordCommand
{
    private const int BatchSize = 500;

    private readonly Dictionary<string, MatchRecord> _batch = [];

    /// <summary>Only records that pass. Null is taken only where a script block says $null.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [FilterArgument(RequiresLiteralNull = true)]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    [ValidateNotNull]
    public override RecordFilter? Filter { get; set; }

    /// <summary>Emits the records.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        RequireSelector();
        base.Process();
        // Before the next input: what was asked for must be done when the pipeline ends early.
        ApplyBatch();
    }

    private protected override void ProcessStored(MatchRecord record)
    {
        if (!TryChange(record, out var changed))
        {
            return;
        }

        _batch[record.Id] = changed;
        if (_batch.Count == BatchSize)
        {
            ApplyBatch();
        }
    }

    /// <summary>The record as it is to be; false where it is to be left alone.</summary>
    private protected abstract bool TryChange(MatchRecord record, out MatchRecord changed);

    /// <summary>Has the store do it.</summary>
    private protected abstract ChangeAnswer Apply(IReadOnlyDictionary<string, MatchRecord> changed);

    private void ApplyBatch()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        var batch = new Dictionary<string, MatchRecord>(_batch);
        _batch.Clear();
        var answer = Apply(batch);
        if (PassThru)
        {
            WriteObject(answer.Ids.Select(id => new MatchImage(batch[id], Store.Profile)), enumerateCollection: true);
        }

        foreach (var warning in answer.Warnings)
        {
            WriteWarning(warning);
        }

        foreach (var (id, error) in answer.Errors)
        {
            WriteError(ErrorRecords.Of(error, batch[id].Key.Path));
        }
    }
}
