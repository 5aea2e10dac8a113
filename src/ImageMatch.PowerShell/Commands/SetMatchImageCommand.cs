using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Changes the metadata of stored pictures.</summary>
[Cmdlet(VerbsCommon.Set, "MatchImage", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(MatchImage))]
public sealed class SetMatchImageCommand : RecordBatchCommand
{
    /// <summary>The metadata: a hashtable, an object, or a script block that gets each stored picture as $_; $null takes it away.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowNull]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    public object? Metadata { get; set; }

    /// <summary>Changes the keys given and leaves the others; a key that is $null is taken away.</summary>
    [Parameter]
    public SwitchParameter Merge { get; set; }

    private protected override bool TryChange(MatchRecord record, out MatchRecord changed)
    {
        changed = record;
        if (!ItemMetadata.TryRead(Metadata, new MatchImage(record, Store.Profile), record.Key.Path, out var metadata, out var failure))
        {
            WriteFailure(failure);
            return false;
        }

        if (!ShouldProcess(record.Key.Path, Merge ? "Merge metadata" : "Replace metadata"))
        {
            return false;
        }

        changed = record with { Metadata = Merge ? MetadataPatch.Apply(record.Metadata, metadata) : metadata };
        return true;
    }

    private protected override ChangeAnswer Apply(IReadOnlyDictionary<string, MatchRecord> changed) =>
        Store.SetMetadata(changed.ToDictionary(entry => entry.Key, entry => entry.Value.Metadata), CancellationToken.None);
}
