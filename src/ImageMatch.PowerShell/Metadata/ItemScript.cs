using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>A user's script block that says something of each item, which it gets as <c>$_</c>.</summary>
internal static class ItemScript
{
    /// <summary>Runs it, on the pipeline's thread; what it throws is that item's failure.</summary>
    public static bool TryInvoke(ScriptBlock script, string parameter, object item, out PSObject? result, [NotNullWhen(false)] out ErrorRecord? failure)
    {
        (result, failure) = (null, null);
        try
        {
            var output = script.InvokeWithContext(null, [new PSVariable("_", item)]);
            result = output.Count switch
            {
                0 => null,
                1 => output[0],
                _ => new PSObject(output.Select(value => (object?)value).ToArray()),
            };
            return true;
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            failure = ErrorRecords.ScriptBlockFailed(exception, parameter, item);
            return false;
        }
    }
}
