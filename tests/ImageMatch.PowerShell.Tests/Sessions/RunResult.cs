namespace ImageMatch.PowerShell.Tests.Sessions;

/// <summary>What a script gave on each stream.</summary>
/// <param name="Terminating">The error that ended the script, or null.</param>
internal sealed record RunResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Progress,
    IReadOnlyList<string> Information,
    ErrorRecord? Terminating)
{
    /// <summary>The output, where nothing was said on the error stream and nothing ended the script.</summary>
    public IReadOnlyList<PSObject> Clean()
    {
        Assert.Null(Terminating?.ToString());
        Assert.Empty(Errors.Select(error => error.ToString()));
        return Output;
    }

    /// <summary>The one object that a script without errors gave.</summary>
    public PSObject Single() => Assert.Single(Clean());

    /// <summary>A property of every object that a script without errors gave.</summary>
    public IReadOnlyList<object?> Values(string property) => [.. Clean().Select(item => item.Properties[property]?.Value)];
}
