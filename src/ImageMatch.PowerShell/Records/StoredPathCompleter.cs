using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Completes stored paths from the store in use.</summary>
public sealed class StoredPathCompleter : IArgumentCompleter
{
    private const int MostShown = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            using var store = CompletionStore.Open(fakeBoundParameters);
            var pattern = $"*{WildcardPattern.Escape(wordToComplete.Trim('\'', '"'))}*";
            return [.. store.Get(new RecordQuery { PathPatterns = [pattern] }).Take(MostShown).Select(record => CompletionText.ToResult(WildcardPattern.Escape(record.Key.Path), record.Key.Path))];
        }
        catch (StoreException)
        {
            return [];
        }
    }
}
