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
    /// <summary>Whether null is taken only where a script block says <c>$null</c>: what is changed must not be chosen by a variable that nothing was put into.</summary>
    public bool RequiresLiteralNull { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
            {
                RecordFilter filter => filter,
                IDictionary conditions => FromTable(conditions, []),
                ScriptBlock script => new ScriptBlockFilter(new CallerVariables(script, engineIntrinsics, RequiresLiteralNull)).Translate((ScriptBlockAst)script.Ast),
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
    private AllOf FromTable(IDictionary conditions, string[] above)
    {
        if (conditions.Count == 0)
        {
            throw new FilterException(
                $"The hashtable of {(above.Length == 0 ? "-Filter" : $"'{above[^1]}'")} is empty, so that every record would pass: "
                + "say what a property must be, such as @{ 'metadata.rights' = 'press' }.");
        }

        return new AllOf([.. conditions.Cast<DictionaryEntry>().Select(condition => FromEntry(condition, above))]);
    }

    private RecordFilter FromEntry(DictionaryEntry condition, string[] above)
    {
        var key = Convert.ToString(condition.Key, CultureInfo.InvariantCulture)!;
        string[] property = above.Length == 0 ? key.Split('.') : [.. above, key];
        var value = condition.Value is PSObject wrapped ? wrapped.BaseObject : condition.Value;
        if (value is IDictionary inner)
        {
            return FromTable(inner, property);
        }

        if (RequiresLiteralNull && FilterConstant.HoldsNull(value))
        {
            throw new FilterException(
                $"The value of '{key}' is $null, which means every record without it. If these are meant, say so in a script block: {{ $_.{string.Join('.', property)} -eq $null }}.");
        }

        var comparison = FilterConstant.IsList(value) ? FilterOperator.In : FilterOperator.Equal;
        return new Comparison(property, comparison, FilterConstant.ToElement(value, FilterConstant.IsMoment(property), $"the value of '{key}'"));
    }
}
