using System.Text.Json;
using ImageMatch.Imaging;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What a document says of a record that image_match does not know: written and read under the same names.</summary>
internal static class OwnFields
{
    /// <summary>The fields that a record is read from.</summary>
    public static IReadOnlyList<string> Read { get; } =
    [
        "source", "frame", "length", "width", "height", "format", "modified", "hash", "frames", "background", "signed", "algorithm", "decoder", "decoder_version",
    ];

    private static readonly HashSet<string> All = [.. Read, "key", "metadata_json", "metadata_unindexed", "packed", "codes"];

    /// <summary>Whether a field of this name is one of them.</summary>
    public static bool Contains(string name) => All.Contains(name);

    /// <summary>Writes source, frame, facts and signer.</summary>
    public static void Write(Utf8JsonWriter json, MatchRecord record)
    {
        if (record.Key.Source.Length > 0)
            json.WriteString("source", record.Key.Source);
        json.WriteNumber("frame", record.Key.Frame);
        WriteFacts(json, record.Facts);
        if (record.LastSigned > record.Added)
            json.WriteNumber("signed", TicksOf(record.LastSigned));
        if (record.Signer is { } signer)
        {
            json.WriteNumber("algorithm", signer.AlgorithmVersion);
            json.WriteString("decoder", signer.Decoder);
            json.WriteString("decoder_version", signer.DecoderVersion);
        }
    }

    /// <summary>Reads the facts of the file.</summary>
    public static FileFacts ReadFacts(FieldValues fields) => new()
    {
        Length = fields.Number("length"),
        LastWriteTime = ReadTicks(fields, "modified"),
        ContentHash = fields.Bytes("hash") is { } hash ? Convert.ToHexStringLower(hash) : null,
        Width = (int?)fields.Number("width"),
        Height = (int?)fields.Number("height"),
        // As a doc value it comes in lower case.
        Format = fields.Text("format") is not { } name ? null : Enum.TryParse(name, ignoreCase: true, out ImageFormat format) ? format : ImageFormat.Unknown,
        FrameCount = (int?)fields.Number("frames"),
        Background = Enum.TryParse(fields.Text("background"), out Background background) ? background : null,
    };

    /// <summary>Reads when the record was signed anew; null where that was when it was added.</summary>
    public static DateTimeOffset? ReadSigned(FieldValues fields) => ReadTicks(fields, "signed");

    /// <summary>Reads what made the signature; null where nothing is known of it.</summary>
    public static Signer? ReadSigner(FieldValues fields) => fields.Number("algorithm") is { } version
        ? new Signer((int)version, fields.Text("decoder") ?? "", fields.Text("decoder_version") ?? "")
        : null;

    private static void WriteFacts(Utf8JsonWriter json, FileFacts facts)
    {
        if (facts.Length is { } length)
            json.WriteNumber("length", length);
        if (facts.Width is { } width)
            json.WriteNumber("width", width);
        if (facts.Height is { } height)
            json.WriteNumber("height", height);
        if (facts.Format is { } format)
            json.WriteString("format", format.ToString());
        if (facts.LastWriteTime is { } modified)
            json.WriteNumber("modified", TicksOf(modified));
        if (facts.ContentHash is { } hash)
            json.WriteBase64String("hash", Convert.FromHexString(hash));
        if (facts.FrameCount is { } frames)
            json.WriteNumber("frames", frames);
        if (facts.Background is { } background)
            json.WriteString("background", background.ToString());
    }

    /// <summary>A time of a file as 100 ns since 1970: files have times that no field of dates takes, and to the last digit.</summary>
    private static long TicksOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    private static DateTimeOffset? ReadTicks(FieldValues fields, string name) => fields.Number(name) is { } ticks ? DateTimeOffset.UnixEpoch.AddTicks(ticks) : null;
}
