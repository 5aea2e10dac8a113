using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Goes back to the default store.</summary>
[Cmdlet(VerbsCommon.Clear, "MatchConnection")]
public sealed class ClearMatchConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CurrentConnection.Value = null;
        WriteVerbose($"Commands use the default store again: {MatchConnection.Default}.");
    }
}
