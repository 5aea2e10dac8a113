using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Lets <c>-Connection</c> take a connection, a file's path relative to PowerShell's current location, or the address of an index.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var name = value switch
        {
            string text => text,
            FileInfo file => file.FullName,
            Uri uri => uri.OriginalString,
            _ => null,
        };
        try
        {
            return name is null ? value : NamedConnection.Of(name, path => engineIntrinsics.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }
}
