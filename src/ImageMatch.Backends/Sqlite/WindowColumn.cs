using System.Buffers.Binary;
using ImageMatch.Signatures;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The windows of a record in one value: of each its number (a byte), the length of its signature (four bytes), and the signature as the record's own.</summary>
internal static class WindowColumn
{
    private const int HeadLength = 1 + sizeof(int);

    /// <summary>Writes windows; null where there are none.</summary>
    public static byte[]? Write(IReadOnlyList<StoredWindow> windows)
    {
        if (windows.Count == 0)
            return null;

        using var bytes = new MemoryStream();
        Span<byte> head = stackalloc byte[HeadLength];
        foreach (StoredWindow window in windows)
        {
            byte[] signature = SignatureBytes.Write(window.Signature);
            head[0] = checked((byte)window.Number);
            BinaryPrimitives.WriteInt32LittleEndian(head[1..], signature.Length);
            bytes.Write(head);
            bytes.Write(signature);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads windows.</summary>
    public static IReadOnlyList<StoredWindow> Read(SqliteDataReader row, int column)
    {
        if (row.IsDBNull(column))
            return [];

        ReadOnlySpan<byte> bytes = row.GetFieldValue<byte[]>(column);
        var windows = new List<StoredWindow>();
        while (!bytes.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]);
            windows.Add(new StoredWindow(bytes[0], SignatureBytes.Read(bytes.Slice(HeadLength, length))));
            bytes = bytes[(HeadLength + length)..];
        }

        return windows;
    }
}
