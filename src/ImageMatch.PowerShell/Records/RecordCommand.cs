using System.Management.Automation;
using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>A command on records: chosen by stored path, id or filter, or piped to it.</summary>
public abstract class RecordCommand : StoreCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string IdSet = "Id";
    private protected const string RecordSet = "Record";

    /// <summary>Stored paths, also of files that are gone; wildcards, which match across folders too.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoredPathCompleter))]
    public virtual string[] Path { get; set; } = [];

    /// <summary>Stored paths exactly as written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Ids of records.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Stored pictures, or results of a search.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RecordSet)]
    [ValidateNotNullOrEmpty]
    public MatchImage[] Record { get; set; } = [];

    /// <summary>Only records that pass: a hashtable such as @{ 'metadata.rights' = 'press' }, or a script block such as { $_.Width -gt 1000 }.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [FilterArgument]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    [ValidateNotNull]
    public virtual RecordFilter? Filter { get; set; }

    /// <summary>Only records that fit a query in the language of Elasticsearch: a hashtable or JSON.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [QueryArgument]
    [ValidateNotNull]
    public JsonElement? Query { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var record in SelectRecords())
        {
            StopToken.ThrowIfCancellationRequested();
            ProcessStored(record);
        }
    }

    /// <summary>Ends a command that changes something where it was not told which records are meant.</summary>
    private protected void RequireSelector()
    {
        if (ParameterSetName == PathSet && Path.Length == 0 && Filter is null && Query is null)
        {
            ThrowTerminatingError(ErrorRecords.SelectorMissing(MyInvocation.InvocationName));
        }
    }

    /// <summary>Takes a record that was chosen.</summary>
    private protected abstract void ProcessStored(MatchRecord record);

    private IEnumerable<MatchRecord> SelectRecords() => ParameterSetName switch
    {
        PathSet when Path.Length == 0 => Store.Get(new RecordQuery { Filter = Filter, EngineQuery = Query }, StopToken),
        PathSet => Path.SelectMany(path => WildcardPattern.ContainsWildcardCharacters(path) ? ByPattern(path) : ByPath(WildcardPattern.Unescape(path))),
        LiteralPathSet => LiteralPath.SelectMany(ByPath),
        IdSet => Id.SelectMany(id => OrNotFound(id, new RecordQuery { Ids = [id] })),
        _ => Record.SelectMany(record => OrNotFound(record.Path, new RecordQuery { Ids = [record.Id] })),
    };

    private IEnumerable<MatchRecord> ByPath(string path) =>
        OrNotFound(path, new RecordQuery { Paths = [path, StoredPath.Resolve(SessionState, path)], Filter = Filter, EngineQuery = Query });

    private IEnumerable<MatchRecord> ByPattern(string written)
    {
        var pattern = new StoredPathPattern(SessionState, written);
        var any = false;
        MatchRecord? elsewhere = null;
        foreach (var record in Store.Get(new RecordQuery { PathPatterns = pattern.Patterns, Filter = Filter, EngineQuery = Query }, StopToken))
        {
            if (!pattern.IsMatch(record.Key.Path))
            {
                elsewhere ??= record;
                continue;
            }

            any = true;
            yield return record;
        }

        if (!any && elsewhere is not null)
        {
            WriteWarning($"No stored path below the current location fits '{written}'. Others in the store do, such as '{elsewhere.Key.Path}': begin the pattern with a root to mean them.");
        }
    }

    private IEnumerable<MatchRecord> OrNotFound(string what, RecordQuery query)
    {
        var any = false;
        foreach (var record in Store.Get(query, StopToken))
        {
            any = true;
            yield return record;
        }

        if (!any && Filter is null && Query is null)
        {
            WriteError(ErrorRecords.RecordNotFound(what));
        }
    }
}
