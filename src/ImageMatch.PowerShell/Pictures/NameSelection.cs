using System.Management.Automation;
using ImageMatch.Imaging;

namespace ImageMatch.PowerShell;

/// <summary>Which files of folders are meant by <c>-Include</c> and <c>-Exclude</c>, which look at names.</summary>
internal sealed class NameSelection(string[] include, string[] exclude)
{
    private readonly WildcardPattern[] _include = ToPatterns(include);
    private readonly WildcardPattern[] _exclude = ToPatterns(exclude);

    /// <summary>Reads what is meant of folders.</summary>
    public FolderReader CreateReader(bool recurse) => new()
    {
        Recurse = recurse,
        IsWanted = name => (_include.Length == 0 || Fits(name, _include)) && !IsExcluded(name),
        IsExcluded = IsExcluded,
    };

    private bool IsExcluded(string name) => Fits(name, _exclude);

    private static bool Fits(string name, WildcardPattern[] patterns) => Array.Exists(patterns, pattern => pattern.IsMatch(name));

    private static WildcardPattern[] ToPatterns(string[] patterns) => Array.ConvertAll(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));
}
