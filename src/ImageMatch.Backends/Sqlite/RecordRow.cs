using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Backends.Sqlite;

/// <summary>A record as it lies in the table, and the forms of its columns.</summary>
/// <param name="Number">Its number in this file: rising with age, never used again.</param>
/// <param name="Sequence">The commit that wrote it last.</param>
/// <param name="Record">The record.</param>
internal sealed record RecordRow(long Number, long Sequence, MatchRecord Record)
{
    private const int PackedIdLength = 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads the columns of <see cref="Sql"/>.</summary>
    public static RecordRow Read(SqliteDataReader row) => new(row.GetInt64(0), row.GetInt64(1), new MatchRecord
    {
        Id = ReadHex(row, 2)!,
        Key = new RecordKey(row.GetString(3), row.GetString(4), row.GetInt32(5)),
        Signature = ReadSignature(row, 6),
        Windows = WindowColumn.Read(row, 20),
        Metadata = row.IsDBNull(7) ? null : MetadataText.Read(row.GetString(7)),
        Facts = new FileFacts
        {
            Length = row.IsDBNull(8) ? null : row.GetInt64(8),
            LastWriteTime = row.IsDBNull(9) ? null : ReadTime(row.GetInt64(9)),
            ContentHash = ReadHex(row, 10),
            Width = row.IsDBNull(11) ? null : row.GetInt32(11),
            Height = row.IsDBNull(12) ? null : row.GetInt32(12),
            Format = row.IsDBNull(13) ? null : ToFormat(row.GetString(13)),
            FrameCount = row.IsDBNull(18) ? null : row.GetInt32(18),
            Background = !row.IsDBNull(19) && Enum.TryParse(row.GetString(19), out Background background) ? background : null,
        },
        Added = ReadTime(row.GetInt64(14)),
        LastSigned = ReadTime(row.GetInt64(row.IsDBNull(21) ? 14 : 21)),
        Signer = row.IsDBNull(15) ? null : new Signer(row.GetInt32(15), row.GetString(16), row.GetString(17)),
    });

    /// <summary>
    /// A hash of the path as it is compared, to look it up by; equal paths are compared whole afterwards. Its upper half is that of the folder, so that files
    /// of one folder are neighbours in the index: scattered, each record that is added would change a page of its own.
    /// </summary>
    public static long HashPath(string path)
    {
        string compared = RecordKey.ComparedForm(path);
        int name = compared.AsSpan().LastIndexOfAny('/', '\\') + 1;
        return ((long)Hash(compared[..name]) << 32) | Hash(compared[name..]);
    }

    public static object? WriteTime(DateTimeOffset? time) => time?.UtcTicks;

    public static DateTimeOffset ReadTime(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>Ids and hashes of our own making, 32 lower-case hexadecimal digits, take 16 bytes; any other text is kept as text.</summary>
    public static object? WriteHex(string? text) =>
        text is { Length: 2 * PackedIdLength } && !text.AsSpan().ContainsAnyExcept(HexDigits) ? Convert.FromHexString(text) : text;

    public static string? ReadHex(SqliteDataReader row, int column) => ToHex(row.GetValue(column));

    public static string? ToHex(object? value) => value switch
    {
        byte[] packed => Convert.ToHexStringLower(packed),
        string text => text,
        _ => null,
    };

    public static Signature ReadSignature(SqliteDataReader row, int column) => SignatureBytes.Read(row.GetFieldValue<byte[]>(column));

    public static ImageFormat ToFormat(string name) => Enum.TryParse(name, out ImageFormat format) ? format : ImageFormat.Unknown;

    private static uint Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash);
    }
}
