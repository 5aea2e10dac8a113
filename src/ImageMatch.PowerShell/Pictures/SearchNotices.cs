using System.Globalization;
using System.Management.Automation;
using ImageMatch.Sessions;

namespace ImageMatch.PowerShell;

/// <summary>What a user should know of the answers to a search: of single pictures under -Verbose, of how many at the end, and what a store warns of once.</summary>
internal sealed class SearchNotices(Cmdlet command)
{
    private readonly HashSet<string> _warnings = [];
    private int _weak;
    private int _withoutWindows;

    /// <summary>Takes in an answer.</summary>
    public void Take(SearchResult result)
    {
        if (result.Signed is not { } signed)
        {
            return;
        }

        if (signed.Signature.IsWeak)
        {
            _weak++;
            command.WriteVerbose(signed.Signature.IsFeatureless
                ? $"'{result.Request.Path}' is featureless: there is nothing to tell it by, so it matches nothing."
                : string.Create(CultureInfo.InvariantCulture, $"'{result.Request.Path}' has too little detail ({signed.Signature.Detail:0.00}): what is near to it need not be a copy."));
        }

        if (result.LacksWindows)
        {
            _withoutWindows++;
            command.WriteVerbose($"'{result.Request.Path}' was searched for without windows: there is no file by that path here that is what was signed.");
        }

        if (result.Answer?.Warning is { } warning && _warnings.Add(warning))
        {
            command.WriteWarning(warning);
        }
    }

    /// <summary>Tells at the end of how many pictures there is something to know.</summary>
    public void Close()
    {
        if (_weak > 0)
        {
            command.WriteWarning(
                $"{_weak} of the pictures asked for have too little detail to be told from others: what is near to them need not be a copy. -Verbose names them.");
        }

        if (_withoutWindows > 0)
        {
            command.WriteWarning(
                $"{_withoutWindows} of the pictures asked for were searched for without windows of them, so that crops may be missing: windows are taken of files, "
                + "and theirs are gone or changed. -Verbose names them.");
        }
    }
}
