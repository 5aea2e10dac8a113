using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Text.Json;

namespace ImageMatch.PowerShell;

/// <summary>What <c>-Metadata</c> gives an item.</summary>
internal static class ItemMetadata
{
    /// <summary>Turns metadata as given into JSON, running it first where it is a script block; what is wrong with it is the item's failure.</summary>
    public static bool TryRead(object? metadata, object item, string target, out JsonElement? json, [NotNullWhen(false)] out ErrorRecord? failure)
    {
        json = null;
        if ((metadata is PSObject wrapped ? wrapped.BaseObject : metadata) is ScriptBlock script)
        {
            if (!ItemScript.TryInvoke(script, "Metadata", item, out var result, out failure))
            {
                return false;
            }

            metadata = result;
        }

        try
        {
            (json, failure) = (MetadataWriter.ToJson(metadata), null);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or ExtendedTypeSystemException)
        {
            failure = ErrorRecords.MetadataRefused(exception, target);
            return false;
        }
    }
}
