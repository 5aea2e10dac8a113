using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Text as a command line needs it.</summary>
internal static class CompletionText
{
    public static CompletionResult ToResult(string text, string shown) => new(
        text.Any(char.IsWhiteSpace) || text.Contains('\'', StringComparison.Ordinal) ? Quote(text) : text,
        shown,
        CompletionResultType.ParameterValue,
        shown);

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
