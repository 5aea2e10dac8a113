using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>
/// Lets <c>-Filter</c> take a hashtable, every key a property such as <c>Format</c> or <c>metadata.rights</c> and every value what it must be; or a script
/// block such as <c>{ $_.Width -gt 1000 }</c>, which is translated and never run.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilterArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
            {
                RecordFilter filter => filter,
                IDictionary conditions => new AllOf([.. FromTable(conditions, [])]),
                ScriptBlock script => new ScriptBlockFilter(new CallerVariables(script, engineIntrinsics)).Translate((ScriptBlockAst)script.Ast),
                _ => throw new FilterException(
                    "-Filter takes a hashtable, such as @{ 'metadata.rights' = 'press' }, or a script block, such as { $_.Width -gt 1000 }. Text is never evaluated."),
            };
        }
        catch (FilterException exception)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }

    /// <summary>A key at the top may name a path of keys, with dots; the keys of a hashtable inside are meant as they stand.</summary>
    private static IEnumerable<RecordFilter> FromTable(IDictionary conditions, string[] above)
    {
        foreach (DictionaryEntry condition in conditions)
        {
            var key = Convert.ToString(condition.Key, CultureInfo.InvariantCulture)!;
            string[] property = above.Length == 0 ? key.Split('.') : [.. above, key];
            var value = condition.Value is PSObject wrapped ? wrapped.BaseObject : condition.Value;
            if (value is IDictionary inner)
            {
                yield return new AllOf([.. FromTable(inner, property)]);
            }
            else
            {
                var comparison = FilterConstant.IsList(value) ? FilterOperator.In : FilterOperator.Equal;
                yield return new Comparison(property, comparison, FilterConstant.ToElement(value, FilterConstant.IsMoment(property), $"the value of '{key}'"));
            }
        }
    }
}
