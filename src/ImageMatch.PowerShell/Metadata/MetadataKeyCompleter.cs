using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>
/// Completes a whole hashtable with a metadata key that occurs in the store, for <c>-Filter</c> and for <c>-Metadata</c>. Inside of a hashtable or a script
/// block PowerShell asks no completer.
/// </summary>
public sealed class MetadataKeyCompleter : IArgumentCompleter
{
    private const int RecordsRead = 1000;
    private const int MostShown = 50;

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
            return
            [
                .. store.Get(new RecordQuery()).Take(RecordsRead)
                    .SelectMany(record => record.Metadata is { } metadata ? Keys(metadata, "", isFilter) : [])
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

    /// <summary>Keys with values; in filters those below them too, by their path. A key with a dot in it is none that a path can name.</summary>
    private static IEnumerable<string> Keys(JsonElement element, string above, bool isDeep) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Keys(item, above, isDeep)),
        JsonValueKind.Object => element.EnumerateObject()
            .Where(member => !isDeep || !member.Name.Contains('.', StringComparison.Ordinal))
            .SelectMany(member => isDeep && member.Value.ValueKind is JsonValueKind.Object ? Keys(member.Value, $"{above}{member.Name}.", isDeep) : [above + member.Name]),
        _ => [],
    };
}
