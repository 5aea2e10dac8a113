using ImageMatch.Backends.Caching;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// The signatures of indices in files of this user's own, one for each index, named by its history: the file of an index that was restored or made anew is not
/// found. Files long unused, and more than a few, are removed when one is written.
/// </summary>
internal static class CacheFile
{
    /// <summary>Changes with the layout of the files.</summary>
    private const string Format = "ImageMatch cache 1";

    private const string Suffix = ".signatures";
    private const int MaxFiles = 16;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Unused = TimeSpan.FromDays(30);

    /// <summary>Reads what was known of an index; null where there is nothing that fits.</summary>
    public static CachedIndex? TryRead(string? folder, ShardPositions positions)
    {
        if (PathOf(folder, positions.HistoryId) is not { } path)
            return null;

        var cached = new CachedIndex(positions.HistoryId, positions.Shards.Count);
        if (CheckedFile.TryRead(path, Read) && cached.IsPastOf(positions))
        {
            Touch(path);
            return cached;
        }

        cached.Signatures.Clear();
        return null;

        bool Read(string[] lines, Stream body)
        {
            if (lines is not [Format, var historyId] || historyId != positions.HistoryId)
                return false;
            cached.Load(body);
            return true;
        }
    }

    /// <summary>Writes what is known of an index. Where that cannot be done, the next process starts as it would without.</summary>
    public static void Write(string? folder, CachedSnapshot cached, CancellationToken cancellationToken)
    {
        if (PathOf(folder, cached.HistoryId) is not { } path)
            return;

        try
        {
            CreateFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return;
        }

        CheckedFile.Write(path, () => OwnFile, [Format, cached.HistoryId], cached.Save, cancellationToken);
        Sweep(Path.GetDirectoryName(path)!);
    }

    private static string? PathOf(string? folder, string historyId)
    {
        if (folder is null)
        {
            string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            folder = data.Length == 0 ? "" : Path.Combine(data, "ImageMatch", "cache");
        }

        return folder.Length == 0 ? null : Path.Combine(folder, historyId + Suffix);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnFile | UnixFileMode.UserExecute);
    }

    /// <summary>Notes that a file is in use.</summary>
    private static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is swept the sooner.
        }
    }

    private static void Sweep(string folder)
    {
        try
        {
            FileInfo[] files = [.. new DirectoryInfo(folder).GetFiles("*" + Suffix + "*").OrderByDescending(file => file.LastWriteTimeUtc)];
            foreach (FileInfo file in files.Where((file, place) => place >= MaxFiles || file.LastWriteTimeUtc < DateTime.UtcNow - Unused))
                file.Delete();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process sweeps, or reads what is to go.
        }
    }
}
