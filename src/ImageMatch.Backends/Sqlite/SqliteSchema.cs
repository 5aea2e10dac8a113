using System.Globalization;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The tables, as the steps that lead from an empty file to the present version. A step that was published is never changed.</summary>
internal static class SqliteSchema
{
    /// <summary>What tells a store from other SQLite databases: "IMGS".</summary>
    public const int ApplicationId = 0x494D4753;

    /// <summary>What steps call <see cref="RecordRow.HashPath"/>.</summary>
    public const string PathHashFunction = "path_hash";

    /// <summary>Version 1: records, each with its signer. Times are UTC in units of 100 ns since the year 1.</summary>
    private const string Records = """
        CREATE TABLE meta (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE signers (
            signer INTEGER PRIMARY KEY,
            algorithm INTEGER NOT NULL,
            decoder TEXT NOT NULL,
            decoder_version TEXT NOT NULL,
            UNIQUE (algorithm, decoder, decoder_version)
        ) STRICT;

        CREATE TABLE records (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id ANY NOT NULL UNIQUE,
            source TEXT NOT NULL,
            path TEXT NOT NULL,
            path_hash INTEGER NOT NULL,
            frame INTEGER NOT NULL,
            signature BLOB NOT NULL,
            metadata TEXT,
            length INTEGER,
            last_write INTEGER,
            content_hash ANY,
            width INTEGER,
            height INTEGER,
            format TEXT,
            signer INTEGER REFERENCES signers (signer),
            added INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX records_by_path ON records (path_hash);
        """;

    /// <summary>Version 2: the change log. Records of version 1 count as changed by the first commit.</summary>
    private const string ChangeLog = """
        CREATE TABLE commits (
            sequence INTEGER PRIMARY KEY,
            token TEXT NOT NULL,
            time INTEGER NOT NULL
        ) STRICT;

        INSERT INTO commits (sequence, token, time) VALUES (1, lower(hex(randomblob(8))), 0);

        CREATE TABLE removals (
            sequence INTEGER NOT NULL,
            number INTEGER NOT NULL,
            id ANY NOT NULL,
            PRIMARY KEY (sequence, number)
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE records ADD COLUMN sequence INTEGER NOT NULL DEFAULT 1;

        CREATE INDEX records_by_change ON records (sequence);
        """;

    /// <summary>Version 3: files of one folder are neighbours in the index of paths.</summary>
    private const string PathHashes = $"UPDATE records SET path_hash = {PathHashFunction}(path);";

    /// <summary>Version 4: how many frames a file has, and what a transparent picture was laid over.</summary>
    private const string Frames = """
        ALTER TABLE records ADD COLUMN frame_count INTEGER;
        ALTER TABLE records ADD COLUMN background TEXT;
        """;

    /// <summary>Version 5: decisions, by the content of files.</summary>
    private const string Decisions = """
        CREATE TABLE decisions (
            key TEXT NOT NULL PRIMARY KEY,
            decision TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            other_hash TEXT,
            path TEXT,
            other_path TEXT,
            note TEXT,
            decided INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Version 6: the windows of a record, in a row with it.</summary>
    private const string Windows = "ALTER TABLE records ADD COLUMN windows BLOB;";

    /// <summary>Version 7: when a record was signed anew; null since it was added.</summary>
    private const string LastSigned = "ALTER TABLE records ADD COLUMN last_signed INTEGER;";

    private static readonly string[] Steps = [Records, ChangeLog, PathHashes, Frames, Decisions, Windows, LastSigned];

    /// <summary>The version that this program writes.</summary>
    public static int CurrentVersion => Steps.Length;

    /// <summary>The script that leads from a version (0: an empty file) to another.</summary>
    public static string Upgrade(int from, int to) => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join('\n', Steps[from..to])} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {to};");
}
