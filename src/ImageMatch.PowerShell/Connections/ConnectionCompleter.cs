using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImageMatch.PowerShell;

/// <summary>Completes stores: the files of connections that were set in this process, the default one, then any file.</summary>
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
        var known = CurrentConnection.RecentFiles.Append(MatchConnection.Default.Path)
            .Distinct()
            .Where(path => path.Contains(word, StringComparison.OrdinalIgnoreCase))
            .Select(path => CompletionText.ToResult(path, path));
        return known.Concat(CompletionCompleters.CompleteFilename(wordToComplete));
    }
}
