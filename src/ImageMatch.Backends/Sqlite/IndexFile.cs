using System.Globalization;
using System.Text;
using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>
/// The packed signatures of a store in a file beside it, so that the first search of a process need not read every record. It says which commit of which
/// store it stands for and carries a checksum; what does not fit is passed over and made anew, so it may be missing, old or damaged at any time.
/// </summary>
/// <remarks>A header of text, the signatures as <see cref="RecordSnapshot.Save"/> writes them, and the CRC-32C of both.</remarks>
internal static class IndexFile
{
    /// <summary>Follows the name of the store's file.</summary>
    public const string Suffix = "-index";

    /// <summary>Changes with the layout of this file.</summary>
    private const string Format = "ImageMatch index 1";

    private const int HeaderLength = 256;

    /// <summary>Reads the signatures and the commit that they stand for; null where there is nothing that fits the store.</summary>
    public static (RecordIndex Signatures, StorePosition Position)? TryRead(string storePath, string storeId, bool hasWindows)
    {
        try
        {
            using FileStream file = File.OpenRead(storePath + Suffix);
            var summed = new ChecksumStream(file);
            byte[] header = new byte[HeaderLength];
            summed.ReadExactly(header);
            string[] lines = Encoding.UTF8.GetString(header).Split('\n');
            if (lines is not [Format, var id, var number, var token, _] || id != storeId)
                return null;
            if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence))
                return null;

            var signatures = new RecordIndex(hasWindows);
            signatures.Load(summed);
            uint checksum = summed.Checksum;
            Span<byte> stored = stackalloc byte[sizeof(uint)];
            file.ReadExactly(stored);
            if (BitConverter.ToUInt32(stored) == checksum)
                return (signatures, new StorePosition(sequence, token));
            signatures.Clear();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Writes the signatures whole or not at all. Where that cannot be done, the next process starts as it would without.</summary>
    public static void Write(string storePath, string storeId, StorePosition position, RecordSnapshot signatures, CancellationToken cancellationToken)
    {
        byte[] header = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Format}\n{storeId}\n{position.Sequence}\n{position.Token}\n"));
        if (header.Length > HeaderLength)
            return;

        // One name for all processes: whoever comes second finds it taken, and what a killed one left is written over.
        string temporary = storePath + Suffix + ".new";
        try
        {
            bool isInPlace = false;
            FileStream file = Create(temporary, storePath);
            try
            {
                using (file)
                {
                    var summed = new ChecksumStream(file, cancellationToken);
                    summed.Write(header);
                    summed.Write(new byte[HeaderLength - header.Length]);
                    signatures.Save(summed);
                    file.Write(BitConverter.GetBytes(summed.Checksum));
                }

                File.Move(temporary, storePath + Suffix, overwrite: true);
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

    /// <summary>Makes the file for the same users as the store's.</summary>
    private static FileStream Create(string path, string storePath)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(storePath);
        return new FileStream(path, options);
    }
}
