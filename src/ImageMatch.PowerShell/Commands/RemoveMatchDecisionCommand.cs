using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Takes decisions about pictures back.</summary>
[Cmdlet(VerbsCommon.Remove, "MatchDecision", DefaultParameterSetName = SelectionSet, SupportsShouldProcess = true)]
public sealed class RemoveMatchDecisionCommand : DecisionCommand
{
    private const string InputSet = "InputObject";

    private readonly List<string> _keys = [];

    /// <summary>Decisions that Get-MatchDecision gave.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNullOrEmpty]
    public MatchDecision[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == SelectionSet && Path.Length == 0 && Decision is null)
        {
            ThrowTerminatingError(ErrorRecords.DecisionSelectorMissing());
        }

        foreach (var decision in ParameterSetName == SelectionSet ? Select() : InputObject)
        {
            if (ShouldProcess(decision.ToString(), "Take the decision back"))
            {
                _keys.Add(decision.Key);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        var removed = Store.Decisions.Remove(_keys, CancellationToken.None);
        WriteVerbose($"{removed.Count} decisions taken back.");
    }
}
