using System.Text;

namespace ImageMatch.Backends.Caching;

/// <summary>
/// Files of what can be made anew: a header of lines of text, a body, and the CRC-32C of both. What is missing, old or damaged is passed over, and what cannot be
/// written is left out.
/// </summary>
internal static class CheckedFile
{
    private const int HeaderLength = 256;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Takes the lines of the header and the body; false where they are not what is looked for.</param>
    /// <returns>Whether it was read, and is what was written.</returns>
    public static bool TryRead(string path, Func<string[], Stream, bool> read)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            var summed = new ChecksumStream(file);
            byte[] header = new byte[HeaderLength];
            summed.ReadExactly(header);
            string[] lines = Encoding.UTF8.GetString(header).Split('\n');
            if (!read(lines[..^1], summed))
                return false;

            uint checksum = summed.Checksum;
            Span<byte> stored = stackalloc byte[sizeof(uint)];
            file.ReadExactly(stored);
            return BitConverter.ToUInt32(stored) == checksum;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Who may use it, asked for where that can be said.</param>
    /// <param name="lines">The header.</param>
    /// <param name="write">Writes the body.</param>
    /// <param name="cancellationToken">Gives up; the file stays as it was.</param>
    public static void Write(string path, Func<UnixFileMode> mode, IEnumerable<string> lines, Action<Stream> write, CancellationToken cancellationToken)
    {
        byte[] header = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n")));
        if (header.Length > HeaderLength)
            return;

        // One name for all processes: whoever comes second finds it taken, and what a killed one left is written over.
        string temporary = path + ".new";
        try
        {
            bool isInPlace = false;
            FileStream file = Create(temporary, mode);
            try
            {
                using (file)
                {
                    var summed = new ChecksumStream(file, cancellationToken);
                    summed.Write(header);
                    summed.Write(new byte[HeaderLength - header.Length]);
                    write(summed);
                    file.Write(BitConverter.GetBytes(summed.Checksum));
                }

                File.Move(temporary, path, overwrite: true);
                isInPlace = true;
            }
            finally
            {
                if (!isInPlace)
                    File.Delete(temporary);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that may not be written, a full disk, another process at the same work.
        }
    }

    private static FileStream Create(string path, Func<UnixFileMode> mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode();
        return new FileStream(path, options);
    }
}
