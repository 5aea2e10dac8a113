using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImageMatch.PowerShell;

/// <summary>Completes stores: those that were set in this process, the latest first, then any file; for <c>-Path</c> files alone, for <c>-Uri</c> clusters.</summary>
public sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        var known = CurrentConnection.Recent.Append(MatchConnection.Default);
        var names = parameterName switch
        {
            nameof(SetMatchConnectionCommand.Uri) => known.Select(connection => connection.Node?.OriginalString).OfType<string>(),
            nameof(SetMatchConnectionCommand.Path) => known.Where(connection => connection.Node is null).Select(connection => connection.Path),
            _ => known.Select(connection => connection.Path),
        };
        var results = names.Distinct()
            .Where(name => name.Contains(word, StringComparison.OrdinalIgnoreCase))
            .Select(name => CompletionText.ToResult(name, name));
        return parameterName == nameof(SetMatchConnectionCommand.Uri) ? results : results.Concat(CompletionCompleters.CompleteFilename(wordToComplete));
    }
}
