using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>
/// Completes a whole hashtable with a metadata key that occurs in the store, for <c>-Filter</c> and for <c>-Metadata</c>. Inside of a hashtable or a script
/// block PowerShell asks no completer.
/// </summary>
public sealed class MetadataKeyCompleter : IArgumentCompleter
{
    private const int MostShown = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var isFilter = parameterName.Equals("Filter", StringComparison.OrdinalIgnoreCase);
        var word = wordToComplete.Trim('\'', '"', '@', '{', ' ');
        try
        {
            using var store = CompletionStore.Open(fakeBoundParameters);
            var clock = Stopwatch.StartNew();
            return
            [
                .. store.GetMetadataKeys()
                    .TakeWhile(_ => clock.Elapsed < Patience)
                    .Where(names => !isFilter || names.All(IsNameInPath))
                    .Select(names => isFilter ? string.Join('.', names) : names[0])
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Where(key => key.Contains(word, StringComparison.OrdinalIgnoreCase))
                    .Order(StringComparer.OrdinalIgnoreCase)
                    .Take(MostShown)
                    .Select(key => ToResult(key, isFilter)),
            ];
        }
        catch (StoreException)
        {
            return [];
        }
    }

    private static CompletionResult ToResult(string key, bool isFilter)
    {
        var text = $"@{{ {CompletionText.Quote(isFilter ? $"metadata.{key}" : key)} = '' }}";
        return new CompletionResult(text, key, CompletionResultType.ParameterValue, text);
    }

    /// <summary>Filters name keys below others by a path, which a name with a dot in it does not fit.</summary>
    private static bool IsNameInPath(string name) => !name.Contains('.', StringComparison.Ordinal);
}
