using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>A command on decisions: chosen by what was decided, and about which pictures.</summary>
public abstract class DecisionCommand : MatchCommand
{
    private protected const string SelectionSet = "Selection";

    private ISignatureStore? _store;

    /// <summary>Only decisions about these pictures: stored paths, or paths that they had when it was decided; wildcards, which match across folders too.</summary>
    [Parameter(Position = 0, ParameterSetName = SelectionSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoredPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Only these decisions.</summary>
    [Parameter(ParameterSetName = SelectionSet)]
    public DecisionKind? Decision { get; set; }

    private protected ISignatureStore Store => _store!;

    /// <inheritdoc/>
    protected override void Begin() => _store = OpenStore();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _store?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The decisions that were asked for.</summary>
    private protected IEnumerable<MatchDecision> Select()
    {
        var decisions = Store.Decisions.Get(StopToken).Where(decision => Decision is null || decision.Decision == Decision);
        if (Path.Length == 0)
        {
            return decisions;
        }

        string[] patterns = Array.ConvertAll(Path, ToPattern);
        var contents = Store.Get(new RecordQuery { PathPatterns = patterns }, StopToken).Select(record => record.Facts.ContentHash).OfType<string>().ToHashSet();
        PathPattern[] fits = Array.ConvertAll(patterns, pattern => new PathPattern(pattern));
        return decisions.Where(decision =>
            contents.Contains(decision.ContentHash)
            || (decision.OtherContentHash is { } other && contents.Contains(other))
            || Array.Exists(fits, pattern => Fits(pattern, decision.Path) || Fits(pattern, decision.OtherPath)));
    }

    private static bool Fits(PathPattern pattern, string? path) => path is not null && pattern.IsMatch(path);

    private string ToPattern(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return Wildcard.Escape(StoredPath.Resolve(this, WildcardPattern.Unescape(path)));
        }

        return StoredPath.IsRooted(path) ? path : Wildcard.Escape(StoredPath.Resolve(this, ".").TrimEnd('/', '\\') + System.IO.Path.DirectorySeparatorChar) + path;
    }
}
