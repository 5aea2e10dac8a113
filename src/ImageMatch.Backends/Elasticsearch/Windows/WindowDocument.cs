using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// A window as a document, shaped as a record's: its path is the id of its record, its source the version of its record's signature, its frame the window's
/// number. It is a record's as long as it names the signature that the record has, so that whatever a broken off writer leaves is never taken for a part of one.
/// </summary>
internal static class WindowDocument
{
    private const int VersionBytes = 9;
    private const int IdBytes = 16;

    /// <summary>The field that holds the id of the record.</summary>
    public const string RecordField = "path";

    /// <summary>The document of a record's window; the same for whoever makes it, apart from the time.</summary>
    public static MatchRecord Of(MatchRecord record, StoredWindow window)
    {
        string version = VersionOf(record);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{record.Id}\0{version}\0{window.Number}"));
        return new MatchRecord
        {
            Id = Base64Url.EncodeToString(hash.AsSpan(0, IdBytes)),
            Key = new RecordKey(version, record.Id, window.Number),
            Signature = window.Signature,
            Added = DateTimeOffset.UtcNow,
        };
    }

    /// <summary>The id of the record that a window names.</summary>
    public static string RecordOf(MatchRecord window) => window.Key.Path;

    /// <summary>Whether a window is that of a record as it is.</summary>
    public static bool IsOf(MatchRecord window, MatchRecord record) => RecordOf(window) == record.Id && window.Key.Source == VersionOf(record);

    /// <summary>The window that a document holds.</summary>
    public static StoredWindow Read(MatchRecord window) => new(window.Key.Frame, window.Signature);

    private static string VersionOf(MatchRecord record) =>
        Base64Url.EncodeToString(SHA256.HashData(MemoryMarshal.AsBytes(record.Signature.Values)).AsSpan(0, VersionBytes));
}
