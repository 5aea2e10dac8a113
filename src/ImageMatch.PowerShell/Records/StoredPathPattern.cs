using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>A path or wildcard that a user wrote, as a wildcard for stored paths: from the current location on, and as written for given names.</summary>
internal sealed class StoredPathPattern
{
    private readonly bool _isRooted;
    private readonly PathPattern _resolved;
    private readonly PathPattern _written;

    public StoredPathPattern(SessionState session, string path)
    {
        _isRooted = StoredPath.IsRooted(path);
        Patterns = WildcardPattern.ContainsWildcardCharacters(path)
            ? [FromRoot(session, path), path]
            : [Wildcard.Escape(StoredPath.Resolve(session, WildcardPattern.Unescape(path))), Wildcard.Escape(WildcardPattern.Unescape(path))];
        _resolved = new PathPattern(Patterns[0]);
        _written = new PathPattern(Patterns[1]);
    }

    /// <summary>Wildcards that every path which is meant fits, and perhaps some others.</summary>
    public string[] Patterns { get; }

    /// <summary>Whether a stored path is meant: one below the current location, or a name (not a path) that fits as it is.</summary>
    public bool IsMatch(string path) => _resolved.IsMatch(path) || ((_isRooted || !StoredPath.IsRooted(path)) && _written.IsMatch(path));

    /// <summary>A pattern from the root on: what stands before its first wildcard is resolved as any path is.</summary>
    private static string FromRoot(SessionState session, string pattern)
    {
        var folderLength = pattern.AsSpan(0, pattern.IndexOfAny(['*', '?', '['])).LastIndexOfAny('/', '\\') + 1;
        var folder = folderLength == 0 ? "." : WildcardPattern.Unescape(pattern[..folderLength]);
        return Path.Combine(Wildcard.Escape(StoredPath.Resolve(session, folder)), pattern[folderLength..]);
    }
}
