using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>Finds out what to store of a file: nothing where it is unchanged, else its frames, signed. Safe to be called from several threads.</summary>
internal sealed class AddPreparation(string source, ImageSigner signer, AddOptions options)
{
    public RecordKey KeyOf(AddRequest request, int frame) => RecordKey.Of(source, request.Input.Path, frame);

    public IReadOnlyList<PreparedFrame> Prepare(AddJob job, CancellationToken cancellationToken)
    {
        var input = job.Request.Input;
        if (IsUnchanged(job, cancellationToken))
        {
            var present = job.OtherFrames.OfType<MatchRecord>().Prepend(job.Present!);
            return [.. present.Select(record => new PreparedFrame(job.Request.HasMetadata ? Draft(job, record.Key.Frame) : null, record))];
        }

        // Frames that are present follow their file, also where they are not asked for again.
        if (!(options.AllFrames && input.Frame == 0) && !job.OtherFrames.Exists(other => other is not null))
        {
            return [new(Draft(job, input.Frame) with { Signed = signer.Sign(input, cancellationToken: cancellationToken) }, job.Present)];
        }

        var frames = signer.SignFrames(input, cancellationToken: cancellationToken);
        var count = frames.Select(frame => frame.Signed?.Facts.FrameCount).FirstOrDefault(known => known is not null) ?? int.MaxValue;
        var stale = job.OtherFrames.OfType<MatchRecord>().Where(record => record.Key.Frame >= count).Select(record => record.Id).ToList();
        return [.. frames.Select(frame => frame.Signed is { } signed
            ? new PreparedFrame(Draft(job, frame.Frame) with { Signed = signed }, null, StaleIds: frame.Frame == 0 ? stale : [])
            : new PreparedFrame(null, null, frame.Error))];
    }

    private RecordDraft Draft(AddJob job, int frame) => new()
    {
        Key = KeyOf(job.Request, frame),
        HasMetadata = job.Request.HasMetadata,
        Metadata = job.Request.Metadata,
        AsNew = options.AsNew,
    };

    private bool IsUnchanged(AddJob job, CancellationToken cancellationToken)
    {
        if (options.Force || job.Present is not { } present || job.Request.Input.File is not { } path)
        {
            return false;
        }

        if (!HasFrames(job, present) || (options.Resign && !signer.IsCurrent(present.Signer)))
        {
            return false;
        }

        var file = new FileInfo(path);
        if (!file.Exists || file.Length != present.Facts.Length)
        {
            return false;
        }

        return options.VerifyContent
            ? present.Facts.ContentHash == signer.HashContent(job.Request.Input, cancellationToken)
            : present.Facts.LastWriteTime == file.LastWriteTimeUtc;
    }

    /// <summary>Whether the frames that are wanted are present, of the same state of the file.</summary>
    private bool HasFrames(AddJob job, MatchRecord present)
    {
        if (options.AllFrames && job.Request.Input.Frame == 0 && (present.Facts.FrameCount is null || job.OtherFrames.Contains(null)))
        {
            return false;
        }

        return job.OtherFrames.TrueForAll(other =>
            other is null || (other.Facts.ContentHash == present.Facts.ContentHash && other.Facts.LastWriteTime == present.Facts.LastWriteTime));
    }
}

/// <summary>A picture to be added, with what the store has of it.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Present">The record of its frame; null for none.</param>
/// <param name="OtherFrames">The records of the frames after the first that the file had; null for those that have none.</param>
internal sealed record AddJob(AddRequest Request, MatchRecord? Present, List<MatchRecord?> OtherFrames);

/// <summary>What to store of a frame.</summary>
/// <param name="Draft">What to store; null for nothing.</param>
/// <param name="Present">The record that stays as it is where there is nothing to store.</param>
/// <param name="Error">Why the frame is not stored; null where it is.</param>
/// <param name="StaleIds">Records of frames that the file no longer has.</param>
internal sealed record PreparedFrame(RecordDraft? Draft, MatchRecord? Present, Exception? Error = null, IReadOnlyList<string>? StaleIds = null);
