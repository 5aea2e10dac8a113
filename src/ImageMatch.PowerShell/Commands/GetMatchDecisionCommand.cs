using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Emits what was decided about pictures.</summary>
[Cmdlet(VerbsCommon.Get, "MatchDecision", DefaultParameterSetName = SelectionSet)]
[OutputType(typeof(MatchDecision), typeof(string))]
public sealed class GetMatchDecisionCommand : DecisionCommand
{
    /// <summary>Emits each decision as a line of JSON, for Set-MatchDecision to read.</summary>
    [Parameter]
    public SwitchParameter AsJson { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (var decision in Select())
        {
            WriteObject(AsJson ? DecisionLines.Write(decision) : decision);
        }
    }
}
