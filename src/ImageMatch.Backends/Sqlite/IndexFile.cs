using System.Globalization;
using ImageMatch.Backends.Caching;
using ImageMatch.Scanning;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>
/// The packed signatures of a store in a file beside it, so that the first search of a process need not read every record. It says which commit of which
/// store it stands for; what does not fit is passed over and made anew, so it may be missing, old or damaged at any time.
/// </summary>
internal static class IndexFile
{
    /// <summary>Follows the name of the store's file.</summary>
    public const string Suffix = "-index";

    /// <summary>Changes with the layout of this file.</summary>
    private const string Format = "ImageMatch index 1";

    /// <summary>Reads the signatures and the commit that they stand for; null where there is nothing that fits the store.</summary>
    public static (RecordIndex Signatures, StorePosition Position)? TryRead(string storePath, string storeId, bool hasWindows)
    {
        var signatures = new RecordIndex(hasWindows);
        StorePosition position = default;
        if (CheckedFile.TryRead(storePath + Suffix, Read))
            return (signatures, position);
        signatures.Clear();
        return null;

        bool Read(string[] lines, Stream body)
        {
            if (lines is not [Format, var id, var number, var token] || id != storeId)
                return false;
            if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence))
                return false;
            position = new StorePosition(sequence, token);
            signatures.Load(body);
            return true;
        }
    }

    /// <summary>Writes the signatures, for the same users as the store. Where that cannot be done, the next process starts as it would without.</summary>
    public static void Write(string storePath, string storeId, StorePosition position, RecordSnapshot signatures, CancellationToken cancellationToken)
    {
        string[] header = [Format, storeId, position.Sequence.ToString(CultureInfo.InvariantCulture), position.Token];
        CheckedFile.Write(storePath + Suffix, Mode, header, signatures.Save, cancellationToken);

        UnixFileMode Mode() => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(storePath);
    }
}
