namespace ImageMatch.Imaging;

/// <summary>Reads files whole: regular ones only, and none that changes meanwhile.</summary>
internal static class ImageFileReader
{
    private const int Attempts = 3;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ImageException">It is missing, no file, empty, too long, may not be read, or is being written.</exception>
    public static ImageContent Read(string path, ImageLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            Check(path);
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                // Others may go on writing, renaming and deleting it.
                using var stream = new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
                long length = stream.Length;
                DateTime written = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
                var content = ImageContent.Read(stream, length, limits, path, cancellationToken);
                if (content.Length == length && File.GetLastWriteTimeUtc(stream.SafeFileHandle) == written)
                    return content.WithLastWriteTime(written);

                content.Dispose();
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ImageException(ImageError.FileUnreadable, $"'{path}' cannot be read: {e.Message}", e);
        }

        throw new ImageException(ImageError.FileUnreadable, $"'{path}' changes while it is read. Try again when it is written whole.");
    }

    /// <summary>Opening a pipe would wait for its other end, and a device never ends; neither has a length, so neither is opened.</summary>
    private static void Check(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            file = new FileInfo(target.FullName);

        if (Directory.Exists(file.FullName))
            throw new ImageException(ImageError.FileUnreadable, $"'{path}' is a folder, not a picture.");

        if (!file.Exists)
            throw NotFound(path, null);

        if (file.Length == 0)
            throw new ImageException(ImageError.EmptyFile, $"'{path}' has no bytes, or is no regular file.");
    }

    private static ImageException NotFound(string path, Exception? inner) => new(ImageError.FileNotFound, $"There is no file '{path}'.", inner);
}
