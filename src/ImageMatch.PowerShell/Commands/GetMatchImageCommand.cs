using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Emits stored pictures.</summary>
[Cmdlet(VerbsCommon.Get, "MatchImage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MatchImage))]
public sealed class GetMatchImageCommand : RecordCommand
{
    private protected override void ProcessStored(MatchRecord record) => WriteObject(new MatchImage(record, Store.Profile));
}
