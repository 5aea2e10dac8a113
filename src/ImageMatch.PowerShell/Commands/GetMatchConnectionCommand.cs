using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Emits the connection in use, with what its store says of itself.</summary>
[Cmdlet(VerbsCommon.Get, "MatchConnection")]
[OutputType(typeof(MatchConnection))]
public sealed class GetMatchConnectionCommand : MatchCommand
{
    /// <inheritdoc/>
    protected override void Process()
    {
        var connection = UsedConnection;
        using var store = connection.OpenExisting();
        WriteObject(connection with { Source = connection.Source ?? store?.Source, Store = store?.Describe(StopToken) });
    }
}
