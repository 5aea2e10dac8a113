using System.Collections;
using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>The store that a half-written command line is about.</summary>
internal static class CompletionStore
{
    /// <summary>Opens it.</summary>
    /// <param name="parameters">What is known of the command's parameters: as it was typed, for nothing of it was bound.</param>
    /// <exception cref="StoreException">There is none, or it cannot be used.</exception>
    /// <exception cref="ArgumentException">The connection that was typed is none.</exception>
    public static ISignatureStore Open(IDictionary parameters)
    {
        var connection = parameters["Connection"] switch
        {
            MatchConnection given => given,
            string name => NamedConnection.Of(name, Resolve),
            _ => CurrentConnection.Value ?? MatchConnection.Default,
        };
        return connection.Open();
    }

    /// <summary>A completer gets no session state; the runspace, which completes, gives its own to scripts alone.</summary>
    private static string Resolve(string path) =>
        ScriptBlock.Create("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").Invoke(path)[0].ToString();
}
