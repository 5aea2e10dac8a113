using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Lets <c>-Connection</c> take a connection, or a file's path relative to PowerShell's current location.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var path = value switch
        {
            string text => text,
            FileInfo file => file.FullName,
            _ => null,
        };
        return path is null ? value : new MatchConnection(engineIntrinsics.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
    }
}
