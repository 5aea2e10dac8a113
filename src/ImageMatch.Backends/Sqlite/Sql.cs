namespace ImageMatch.Backends.Sqlite;

/// <summary>Every statement on a store's tables. Values are bound to parameters in the order in which these first appear.</summary>
internal static class Sql
{
    public const string ReadMeta = "SELECT value FROM meta WHERE name = $name";

    public const string WriteMeta = "INSERT INTO meta (name, value) VALUES ($name, $value)";

    public const string Count = "SELECT count(*) FROM records";

    /// <summary>A page of metadata, that of the latest records first.</summary>
    public const string MetadataBefore = "SELECT number, metadata FROM records WHERE number < $before AND metadata IS NOT NULL ORDER BY number DESC LIMIT 1000";

    public const string LastCommit = "SELECT sequence, token FROM commits ORDER BY sequence DESC LIMIT 1";

    public const string CommitToken = "SELECT token FROM commits WHERE sequence = $sequence";

    public const string AddCommit = "INSERT INTO commits (sequence, token, time) VALUES ($sequence, $token, $time)";

    public const string FindSigner = "SELECT signer FROM signers WHERE algorithm = $algorithm AND decoder = $decoder AND decoder_version = $version";

    public const string AddSigner = "INSERT INTO signers (algorithm, decoder, decoder_version) VALUES ($algorithm, $decoder, $version) RETURNING signer";

    /// <summary>The columns that <see cref="RecordRow"/> reads, in its order.</summary>
    private const string Columns = """
        r.number, r.sequence, r.id, r.source, r.path, r.frame, r.signature, r.metadata, r.length, r.last_write, r.content_hash, r.width, r.height, r.format,
        r.added, s.algorithm, s.decoder, s.decoder_version, r.frame_count, r.background, r.windows, r.last_signed FROM records r LEFT JOIN signers s ON s.signer = r.signer
        """;

    public const string RecordsOfPath = $"SELECT {Columns} WHERE r.path_hash = $hash AND r.frame = $frame AND r.source = $source ORDER BY r.number DESC";

    public const string RecordOfId = $"SELECT {Columns} WHERE r.id = $id";

    /// <summary>The records of a JSON array of numbers, in whatever order.</summary>
    public const string RecordsOfNumbers = $"SELECT {Columns} WHERE r.number IN (SELECT value FROM json_each($numbers))";

    public const string AddRecord = """
        INSERT INTO records
            (id, source, path, path_hash, frame, signature, metadata, length, last_write, content_hash, width, height, format, frame_count, background, signer,
            added, sequence, windows, last_signed)
        VALUES
            ($id, $source, $path, $hash, $frame, $signature, $metadata, $length, $lastWrite, $contentHash, $width, $height, $format, $frameCount, $background,
            $signer, $added, $sequence, $windows, $lastSigned)
        ON CONFLICT (id) DO NOTHING
        """;

    public const string UpdateRecord = """
        UPDATE records SET signature = $signature, metadata = $metadata, length = $length, last_write = $lastWrite, content_hash = $contentHash, width = $width,
        height = $height, format = $format, frame_count = $frameCount, background = $background, signer = $signer, sequence = $sequence,
        windows = $windows, last_signed = $lastSigned WHERE number = $number
        """;

    public const string MoveRecord = "UPDATE records SET source = $source, path = $path, path_hash = $hash, frame = $frame WHERE number = $number";

    public const string UpdateMetadata = "UPDATE records SET metadata = $metadata, sequence = $sequence WHERE number = $number";

    public const string MetadataOfId = "SELECT number, metadata FROM records WHERE id = $id";

    public const string NumberOfId = "SELECT number FROM records WHERE id = $id";

    public const string AddRemoval = "INSERT INTO removals (sequence, number, id) SELECT $sequence, number, id FROM records WHERE number = $number";

    public const string RemoveRecord = "DELETE FROM records WHERE number = $number";

    /// <summary>Records of a path, of any source and frame.</summary>
    public const string PlacesOfPath = "SELECT number, path, frame FROM records WHERE path_hash = $hash";

    public const string PlaceOfId = "SELECT number, path, frame FROM records WHERE id = $id";

    /// <summary>Records that a condition on the columns of the table lets through.</summary>
    public static string Places(string condition) => $"SELECT number, path FROM records WHERE {condition} ORDER BY path, frame, number";

    public const string ChangedIds = "SELECT id FROM records WHERE sequence > $sequence ORDER BY sequence, number";

    /// <summary>An id that came back (from another store) is not gone.</summary>
    public const string RemovedIds = "SELECT DISTINCT id FROM removals d WHERE sequence > $sequence AND NOT EXISTS (SELECT 1 FROM records r WHERE r.id = d.id)";

    public const string RemovedNumbers = "SELECT number FROM removals WHERE sequence > $sequence";

    /// <summary>A page of changed signatures: those that follow a commit and a number.</summary>
    public const string ChangedSignatures = """
        SELECT sequence, number, signature, windows FROM records WHERE sequence = $sequence AND number > $number
        UNION ALL
        SELECT sequence, number, signature, windows FROM records WHERE sequence > $sequence
        ORDER BY 1, 2 LIMIT $limit
        """;

    public const string AllDecisions =
        "SELECT decision, content_hash, other_hash, path, other_path, note, decided FROM decisions ORDER BY key";

    public const string WriteDecision = """
        INSERT OR REPLACE INTO decisions (key, decision, content_hash, other_hash, path, other_path, note, decided)
        VALUES ($key, $decision, $hash, $otherHash, $path, $otherPath, $note, $decided)
        """;

    public const string RemoveDecision = "DELETE FROM decisions WHERE key = $key RETURNING key";
}
