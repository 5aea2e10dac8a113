using System.Management.Automation;
using ImageMatch.Duplicates;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Finds groups of copies in the store.</summary>
[Cmdlet(VerbsCommon.Find, "MatchDuplicate")]
[OutputType(typeof(MatchDuplicateGroup))]
public sealed class FindMatchDuplicateCommand : MatchCommand
{
    private const string Reading = "Reading signatures";
    private const string Comparing = "Comparing pictures";

    private ProgressReporter? _progress;

    /// <summary>Only pictures below these folders, and those of the reference.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Folder { get; set; } = [];

    /// <summary>Folders or files whose pictures are compared with the others, not among themselves, and are never proposed for removal.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ReferencePath { get; set; } = [];

    /// <summary>Only groups with a picture that was signed then or later, for the first time or anew.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    /// <summary>Only distances below this are copies.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double DistanceCutoff { get; set; } = SearchQuery.DefaultDistanceCutoff;

    /// <summary>Also finds copies that were turned, mirrored or inverted.</summary>
    [Parameter]
    public SwitchParameter AllOrientations { get; set; }

    /// <summary>Compares pictures with too little detail, such as blank pages, like any other; else by content alone.</summary>
    [Parameter]
    public SwitchParameter IncludeWeak { get; set; }

    /// <summary>Which of a group is kept: by the first rule, among equals by the next.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public KeepRule[] Keep { get; set; } = [.. DuplicateOptions.DefaultKeep];

    /// <summary>Reads every file whole before it is proposed, not only the one to keep.</summary>
    [Parameter]
    public SwitchParameter VerifyContent { get; set; }

    /// <summary>Only records that pass.</summary>
    [Parameter]
    [FilterArgument]
    [ArgumentCompleter(typeof(MetadataKeyCompleter))]
    [ValidateNotNull]
    public RecordFilter? Filter { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        using var store = OpenStore();
        _progress = new ProgressReporter(this, Reading);
        var finder = new DuplicateFinder(
            store,
            new DuplicateOptions
            {
                Folders = Array.ConvertAll(Folder, Resolve),
                ReferencePaths = Array.ConvertAll(ReferencePath, Resolve),
                Since = Since is { } since ? new DateTimeOffset(since) : null,
                DistanceCutoff = DistanceCutoff,
                AllOrientations = AllOrientations,
                IncludeWeak = IncludeWeak,
                Keep = Keep,
                VerifyContent = VerifyContent,
                Filter = Filter,
            },
            new FileInspector(store.Source));
        foreach (var group in finder.Find(Report, StopToken))
        {
            WriteObject(ToOutput(group, store.Profile));
        }

        _progress.Close();
        WriteNotices(finder);
    }

    /// <summary>No wildcards are taken; names with brackets come escaped from tab completion.</summary>
    private string Resolve(string path) => StoredPath.Resolve(SessionState, WildcardPattern.Unescape(path));

    private void Report(DuplicateProgress progress)
    {
        _progress!.Begin(progress.Stage == DuplicateStage.Reading ? Reading : Comparing);
        _progress.ReportOf(progress.Done, progress.Total, UsedConnection.ToString());
    }

    private MatchDuplicateGroup ToOutput(DuplicateGroup group, SignatureProfile profile)
    {
        var redundant = new List<PSObject>();
        var members = new List<MatchDuplicateMember>();
        var reclaimable = group.ReclaimableBytes;
        foreach (var member in group.Members)
        {
            var shown = member;
            if (member.Status == DuplicateStatus.Redundant && GetFile(member.Record.Key.Path) is { } file)
            {
                redundant.Add(file);
            }
            else if (member.Status == DuplicateStatus.Redundant)
            {
                // Between the look at it and now.
                shown = member with { Status = DuplicateStatus.Gone, Reason = "is gone" };
                reclaimable = Math.Max(0, reclaimable - (member.Record.Facts.Length ?? 0));
            }

            members.Add(new MatchDuplicateMember(shown, profile));
        }

        return new MatchDuplicateGroup(members, [.. redundant], reclaimable);
    }

    /// <summary>The file as Get-Item gives it, with its PSPath: a bare path with brackets would be taken as a wildcard.</summary>
    private PSObject? GetFile(string path)
    {
        try
        {
            return InvokeProvider.Item.Get([@"Microsoft.PowerShell.Core\FileSystem::" + path], force: true, literalPath: true).FirstOrDefault();
        }
        catch (Exception exception) when (exception is ItemNotFoundException or ProviderInvocationException)
        {
            return null;
        }
    }

    private void WriteNotices(DuplicateFinder finder)
    {
        foreach (var folder in finder.EmptyFolders)
        {
            WriteWarning($"The store holds no picture of the folder '{folder}'. Name it as Get-MatchImage shows it, without wildcards.");
        }

        if (finder.ComparedByContent > 0)
        {
            var why = IncludeWeak ? "are featureless" : "have too little detail to be told from others (-IncludeWeak compares them)";
            WriteWarning(
                $"{finder.ComparedByContent} pictures {why}: of these only equal files were taken for copies. Get-MatchImage -Filter @{{ IsWeak = $true }} lists them.");
        }

        foreach (var (pictures, cutoff) in finder.Narrowed)
        {
            WriteWarning($"{pictures} pictures resemble each other so much that among these only distances below {cutoff:0.####} were taken for copies.");
        }
    }
}
