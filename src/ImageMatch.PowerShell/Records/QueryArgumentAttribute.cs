using System.Collections;
using System.Management.Automation;
using System.Text.Json;

namespace ImageMatch.PowerShell;

/// <summary>Lets <c>-Query</c> take a query of Elasticsearch as a hashtable or as JSON text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class QueryArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value switch
            {
                JsonElement => value,
                IDictionary => MetadataWriter.ToElement(value),
                string text => JsonElement.Parse(text),
                _ => throw new ArgumentException("-Query takes a hashtable, or JSON such as '{\"match\": {\"metadata.things\": \"stuff!\"}}'."),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }
}
