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
            var connection = fakeBoundParameters["Connection"] as MatchConnection ?? CurrentConnection.Value ?? MatchConnection.Default;
            using var store = connection.Open();
            var pattern = $"*{WildcardPattern.Escape(wordToComplete.Trim('\'', '"'))}*";
            return [.. store.Get(new RecordQuery { PathPatterns = [pattern] }).Take(MostShown).Select(record => ToResult(record.Key.Path))];
        }
        catch (StoreException)
        {
            return [];
        }
    }

    private static CompletionResult ToResult(string path)
    {
        var text = WildcardPattern.Escape(path);
        return new CompletionResult(
            text.Any(char.IsWhiteSpace) || text.Contains('\'', StringComparison.Ordinal) ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : text,
            path,
            CompletionResultType.ParameterValue,
            path);
    }
}
