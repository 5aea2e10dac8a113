using System.Management.Automation;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Keeps what was decided about pictures: that two are no copies, or that one is to be kept.</summary>
[Cmdlet(VerbsCommon.Set, "MatchDecision", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(MatchDecision))]
public sealed class SetMatchDecisionCommand : RecordCommand
{
    private const string GroupSet = "Group";
    private const string JsonSet = "Json";

    private readonly List<MatchRecord> _records = [];
    private readonly List<MatchDecision> _decisions = [];
    private readonly List<MatchDecision> _imported = [];

    /// <summary>What was decided.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LiteralPathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RecordSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = GroupSet)]
    public DecisionKind Decision { get; set; }

    /// <summary>Stored paths, also of files that are gone; wildcards, which match across folders too.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoredPathCompleter))]
    public override string[] Path { get; set; } = [];

    /// <summary>Groups that Find-MatchDuplicate gave: the decision is about all of each.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = GroupSet)]
    [ValidateNotNullOrEmpty]
    public MatchDuplicateGroup[] Group { get; set; } = [];

    /// <summary>Decisions as Get-MatchDecision -AsJson wrote them, one a line.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = JsonSet)]
    [AllowEmptyString]
    public string[] Json { get; set; } = [];

    /// <summary>Why.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = RecordSet)]
    [Parameter(ParameterSetName = GroupSet)]
    [ValidateNotNullOrEmpty]
    public string? Note { get; set; }

    /// <summary>Emits the decisions.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case GroupSet:
                foreach (var group in Group)
                {
                    Decide([.. group.Members.Select(member => member.Record)], group.ToString());
                }

                break;
            case JsonSet:
                foreach (var line in Json.Where(line => !string.IsNullOrWhiteSpace(line)))
                {
                    Try(() => _imported.Add(DecisionLines.Read(line)), line);
                }

                break;
            default:
                RequireSelector();
                base.Process();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_records.Count > 0)
        {
            Decide(_records, string.Join(", ", _records.Select(record => record.Key.Path)));
        }

        if (_imported.Count > 0)
        {
            Import();
        }

        Store.Decisions.Set(_decisions, CancellationToken.None);
        if (PassThru)
        {
            WriteObject(_decisions, enumerateCollection: true);
        }
    }

    private protected override void ProcessStored(MatchRecord record) => _records.Add(record);

    /// <summary>Decides about some records: each for itself, or every two of different files.</summary>
    private void Decide(IReadOnlyList<MatchRecord> records, string target)
    {
        if (Decision == DecisionKind.Keep)
        {
            foreach (var record in records)
            {
                Decide(() => MatchDecision.Keep(record, Note), record.Key.Path);
            }

            return;
        }

        var files = records.DistinctBy(record => record.Key with { Frame = 0 }).ToList();
        if (files.Count < 2)
        {
            WriteError(ErrorRecords.Of(new StoreException(StoreError.DecisionRefused, $"NotAMatch is decided about two pictures or more; here is only '{target}'."), target));
        }

        for (var second = 1; second < files.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                var (one, other) = (files[first], files[second]);
                Decide(() => MatchDecision.NotAMatch(one, other, Note), other.Key.Path);
            }
        }
    }

    /// <summary>A line that is older than what was decided since does not undo it.</summary>
    private void Import()
    {
        var newer = Store.Decisions.Newer(_imported, StopToken);
        foreach (var decision in newer)
        {
            Decide(decision);
        }

        if (newer.Count < _imported.Count)
        {
            WriteVerbose($"{_imported.Count - newer.Count} of {_imported.Count} decisions were passed over: they are there already, or newer ones about the same contents are.");
        }
    }

    private void Decide(Func<MatchDecision> make, object target) => Try(() => Decide(make()), target);

    private void Decide(MatchDecision decision)
    {
        if (ShouldProcess(decision.ToString(), "Set decision"))
        {
            _decisions.Add(decision);
        }
    }

    private void Try(Action action, object target)
    {
        try
        {
            action();
        }
        catch (StoreException error) when (error.Error == StoreError.DecisionRefused)
        {
            WriteError(ErrorRecords.Of(error, target));
        }
    }
}
