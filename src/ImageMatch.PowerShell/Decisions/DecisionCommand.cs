using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>A command on decisions: chosen by what was decided, and about which pictures.</summary>
public abstract class DecisionCommand : StoreCommand
{
    private protected const string SelectionSet = "Selection";

    /// <summary>Only decisions about these pictures: stored paths, or paths that they had when it was decided; wildcards, which match across folders too.</summary>
    [Parameter(Position = 0, ParameterSetName = SelectionSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoredPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Only these decisions.</summary>
    [Parameter(ParameterSetName = SelectionSet)]
    public DecisionKind? Decision { get; set; }

    /// <summary>The decisions that were asked for.</summary>
    private protected IEnumerable<MatchDecision> Select()
    {
        var decisions = Store.Decisions.Get(StopToken).Where(decision => Decision is null || decision.Decision == Decision);
        if (Path.Length == 0)
        {
            return decisions;
        }

        StoredPathPattern[] patterns = Array.ConvertAll(Path, path => new StoredPathPattern(SessionState, path));
        var contents = Store.Get(new RecordQuery { PathPatterns = [.. patterns.SelectMany(pattern => pattern.Patterns)] }, StopToken)
            .Where(record => IsMeant(record.Key.Path))
            .Select(record => record.Facts.ContentHash)
            .OfType<string>()
            .ToHashSet();
        return decisions.Where(decision =>
            contents.Contains(decision.ContentHash)
            || (decision.OtherContentHash is { } other && contents.Contains(other))
            || IsMeant(decision.Path)
            || IsMeant(decision.OtherPath));

        bool IsMeant(string? path) => path is not null && Array.Exists(patterns, pattern => pattern.IsMatch(path));
    }
}
