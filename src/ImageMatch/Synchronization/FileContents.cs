using ImageMatch.Imaging;
using ImageMatch.Sessions;

namespace ImageMatch.Synchronization;

/// <summary>Reads open files as far as is needed: whole where the content may be one that the store knows, the beginning where only that tells a picture.</summary>
internal sealed class FileContents(ImageSigner signer, int throttleLimit)
{
    private const int BeginningBytes = 4096;

    public void Read(IReadOnlyList<OpenFile> files, IReadOnlyList<StoredFile> stored, SyncTracker progress, CancellationToken cancellationToken)
    {
        var lengths = stored.Where(file => file.ContentHash is not null).Select(file => file.Length).ToHashSet();
        OpenFile[] read = [.. files.Where(file => !file.IsToResign && (lengths.Contains(file.File.Length) || NeedsLook(file)))];
        progress.Begin(SyncPhase.ReadingFiles, read.Length);
        using var workers = new OrderedWorkers<OpenFile, bool>(throttleLimit, (file, token) => Read(file, lengths.Contains(file.File.Length), token), cancellationToken);
        int posted = 0;
        for (int taken = 0; taken < read.Length; taken++)
        {
            while (posted < read.Length && !workers.IsFull)
                workers.Enqueue(read[posted++]);
            if (workers.TryTake(Timeout.InfiniteTimeSpan, out OpenFile file, out Task<bool> task))
                task.GetAwaiter().GetResult();
            progress.Advance(file.File.Path);
        }
    }

    /// <summary>A file that has no records and a name that is none of a picture's.</summary>
    private static bool NeedsLook(OpenFile file) => file.Own is null && !PictureExtensions.IsPicture(file.File.Path);

    private bool Read(OpenFile file, bool isCandidate, CancellationToken cancellationToken)
    {
        try
        {
            if (NeedsLook(file) && !IsPicture(file.File))
                file.IsPicture = false;
            else if (isCandidate)
                file.ContentHash = signer.HashContent(ImageInput.FromFile(file.File.Path), cancellationToken);
        }
        catch (Exception error) when (error is ImageException or IOException or UnauthorizedAccessException)
        {
            // Signing it will say why.
            file.IsUnread = true;
        }

        return file.IsPicture;
    }

    private static bool IsPicture(FolderFile file)
    {
        // Pipes and devices have no length, and opening them may wait for ever.
        if (file.Length == 0)
            return false;

        using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] beginning = new byte[Math.Min(BeginningBytes, file.Length)];
        int count = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        return ImageFormatDetector.Detect(beginning.AsSpan(0, count)) != ImageFormat.Unknown;
    }
}
