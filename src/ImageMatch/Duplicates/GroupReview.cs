using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>Decides what becomes of the members of a group: looks at every file, chooses the one to keep, and says why others cannot be removed.</summary>
internal sealed class GroupReview
{
    private readonly DuplicateOptions _options;
    private readonly SignatureOptions _signatureOptions;
    private readonly IFileInspector _files;
    private readonly KeepOrder _order;
    private readonly ReferenceFiles _references;
    private readonly Dictionary<string, MatchDecision> _kept;

    public GroupReview(
        DuplicateOptions options, SignatureOptions signatureOptions, IFileInspector files, ReferenceFiles references, IReadOnlyList<MatchDecision> decisions)
    {
        _options = options;
        _signatureOptions = signatureOptions;
        _files = files;
        _references = references;
        _order = new KeepOrder(options.Keep, record => references.Contains(record.Key.Path));
        _kept = decisions.Where(decision => decision.Decision == DecisionKind.Keep).ToDictionary(decision => decision.ContentHash, StringComparer.Ordinal);
    }

    /// <summary>Reviews a group.</summary>
    /// <param name="records">Its records, two or more.</param>
    /// <param name="isPart">Whether a record is one of several frames of its file.</param>
    public DuplicateGroup Review(IReadOnlyList<MatchRecord> records, Predicate<MatchRecord> isPart, CancellationToken cancellationToken)
    {
        List<(MatchRecord Record, FileSighting File)> all = [.. records.Select(record => (record, _files.Look(record, _options.VerifyContent, cancellationToken)))];
        (MatchRecord keep, FileSighting keptFile, string reason) = ChooseVerified(all, cancellationToken);

        var others = new List<DuplicateMember>();
        long reclaimable = 0;
        var proposed = new HashSet<RecordKey>();
        foreach ((MatchRecord record, FileSighting file) in all.Where(member => member.Record != keep))
        {
            (double distance, Orientation orientation) = Compare(keep, record);
            (DuplicateStatus status, string? why) = Judge(record, file, keep, keptFile, all, isPart);
            if (status == DuplicateStatus.Redundant && !proposed.Add(record.Key with { Frame = 0 }))
                (status, why) = (DuplicateStatus.SameFile, "is another record of a file that is redundant");
            if (status == DuplicateStatus.Redundant && file.Names == 1)
                reclaimable += record.Facts.Length ?? 0;
            others.Add(new DuplicateMember(record, distance, orientation, status, why));
        }

        return new DuplicateGroup(
            [
                new DuplicateMember(keep, 0, Orientation.Unchanged, DuplicateStatus.Kept, reason),
                .. others.OrderBy(member => member.Distance).ThenBy(member => member.Record.Key.Path, StringComparer.Ordinal).ThenBy(member => member.Record.Key.Frame),
            ],
            reclaimable);
    }

    /// <summary>
    /// Chooses the one to keep and reads it whole, for when the others are removed it is all that is left. Where no other is sound nothing can be proposed, and
    /// it is not read.
    /// </summary>
    private (MatchRecord Record, FileSighting File, string Reason) ChooseVerified(List<(MatchRecord Record, FileSighting File)> all, CancellationToken cancellationToken)
    {
        while (true)
        {
            (MatchRecord keep, string reason) = ChooseKept(all);
            int place = all.FindIndex(member => member.Record == keep);
            FileSighting file = all[place].File;
            if (_options.VerifyContent || file.Obstacle is not null || all.Count(member => member.File.Obstacle is null) == 1)
                return (keep, file, reason);

            all[place] = (keep, file = _files.Look(keep, verifyContent: true, cancellationToken));
            if (file.Obstacle is null)
                return (keep, file, reason);
        }
    }

    /// <summary>What was decided comes before all rules; what is not there as it was signed cannot be kept.</summary>
    private (MatchRecord Record, string Reason) ChooseKept(List<(MatchRecord Record, FileSighting File)> members)
    {
        List<MatchRecord> sound = [.. members.Where(member => member.File.Obstacle is null).Select(member => member.Record)];
        List<MatchRecord> all = members.ConvertAll(member => member.Record);
        List<MatchRecord> decided = sound.FindAll(record => DecisionOf(record) is not null);
        List<MatchRecord> candidates = decided.Count > 0 ? decided : sound.Count > 0 ? sound : all;

        (MatchRecord record, string reason) = _order.Choose(candidates);
        if (decided.Count > 0)
            reason = decided.Count == 1 ? Decided(record) : $"{Decided(record)}; among these {reason}";
        else if (sound.Count == 0)
            reason = $"{reason}; nothing is proposed, as it {members.Find(member => member.Record == record).File.Reason}";
        else if (_order.Choose(all).Record is { } first && first != record)
            reason = $"{Or(reason, "the only one that can be kept")}; {first.Key.Path} would come first, but {members.Find(member => member.Record == first).File.Reason}";
        return (record, reason);
    }

    private (DuplicateStatus Status, string? Reason) Judge(
        MatchRecord record,
        FileSighting file,
        MatchRecord keep,
        FileSighting keptFile,
        List<(MatchRecord Record, FileSighting File)> all,
        Predicate<MatchRecord> isPart)
    {
        if (_references.Contains(record.Key.Path))
            return (DuplicateStatus.Protected, "lies in the reference");
        if (DecisionOf(record) is not null)
            return (DuplicateStatus.Protected, Decided(record));
        if (file.Obstacle is { } obstacle)
            return (obstacle, file.Reason);
        if (_references.Explain(record, file) is { } name)
            return (DuplicateStatus.Protected, name);
        if (keptFile.Obstacle is not null)
            return (DuplicateStatus.Unknown, $"has no copy that could be kept: {keep.Key.Path} {keptFile.Reason}");
        if (record.Key.Path == keep.Key.Path)
            return (DuplicateStatus.SameFile, "is the file to keep");
        // Of files that are equal to the last byte the frames are too.
        if (record.Facts.ContentHash is null || record.Facts.ContentHash != keep.Facts.ContentHash)
        {
            if (isPart(record) || record.Facts.FrameCount > 1)
                return (DuplicateStatus.PartOfFile, $"is frame {record.Key.Frame} of its file; the others would go with it");
            if (record.Facts.FrameCount is null && MayHoldFrames(record.Facts.Format))
                return (DuplicateStatus.PartOfFile, "may hold other frames, which an earlier version did not count; add it again with Add-MatchImage -Force");
        }

        foreach ((MatchRecord other, FileSighting otherFile) in all.Where(member => member.Record.Key.Path != record.Key.Path))
        {
            if (otherFile.Identity == file.Identity)
                return (DuplicateStatus.SameFile, $"is the same file as {other.Key.Path}");
            if (MayBeMountOf(record, file, other, otherFile))
                return (DuplicateStatus.SameFile, $"may be the same file as {other.Key.Path} by another mount");
        }

        return (DuplicateStatus.Redundant, null);
    }

    private static bool MayBeMountOf(MatchRecord record, FileSighting file, MatchRecord other, FileSighting otherFile) =>
        file.Identity is { } one && otherFile.Identity is { } two && one.MayBeMountOf(two)
        && record.Facts.Length == other.Facts.Length && record.Facts.ContentHash == other.Facts.ContentHash;

    private static bool MayHoldFrames(ImageFormat? format) => format is
        ImageFormat.Gif or ImageFormat.Tiff or ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Heic or ImageFormat.Ico or ImageFormat.JpegXl;

    private MatchDecision? DecisionOf(MatchRecord record) => record.Facts.ContentHash is { } hash ? _kept.GetValueOrDefault(hash) : null;

    private string Decided(MatchRecord record) => DecisionOf(record)!.Note is { Length: > 0 } note ? $"decided to be kept: {note}" : "decided to be kept";

    private static string Or(string reason, string otherwise) => reason.Length > 0 ? reason : otherwise;

    private (double Distance, Orientation Orientation) Compare(MatchRecord keep, MatchRecord record)
    {
        // Those of featureless pictures lie apart even from themselves.
        double distance = keep.Signature.Equals(record.Signature) ? 0 : SignatureDistance.Between(keep.Signature, record.Signature);
        if (!_options.AllOrientations)
            return (distance, Orientation.Unchanged);

        (double Distance, Orientation Orientation) nearest = (distance, Orientation.Unchanged);
        foreach (Orientation orientation in Orientations.All)
        {
            double turned = SignatureDistance.Between(keep.Signature.Permuted(orientation, _signatureOptions), record.Signature);
            if (turned < Math.Min(nearest.Distance, _options.TurnedDistanceCutoff))
                nearest = (turned, orientation);
        }

        return nearest;
    }
}
