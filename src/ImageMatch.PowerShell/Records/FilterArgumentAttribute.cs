using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Lets <c>-Filter</c> take a hashtable: every key is a property such as <c>Format</c> or <c>metadata.rights</c>, every value what it must be.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilterArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            RecordFilter => value,
            IDictionary conditions => new AllOf([.. conditions.Cast<DictionaryEntry>().Select(ToCondition)]),
            _ => throw new ArgumentTransformationMetadataException("-Filter takes a hashtable, such as @{ 'metadata.rights' = 'press' }."),
        };
    }

    private static Comparison ToCondition(DictionaryEntry condition)
    {
        var property = Convert.ToString(condition.Key, CultureInfo.InvariantCulture)!.Split('.');
        var value = condition.Value is PSObject wrapped ? wrapped.BaseObject : condition.Value;
        try
        {
            var isList = value is IEnumerable and not string and not IDictionary;
            return new Comparison(property, isList ? FilterOperator.In : FilterOperator.Equal, MetadataWriter.ToElement(value));
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }
}
