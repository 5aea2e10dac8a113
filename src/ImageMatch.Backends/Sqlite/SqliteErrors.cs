using ImageMatch.Stores;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ImageMatch.Backends.Sqlite;

/// <summary>What SQLite's errors mean to the user of a store.</summary>
internal static class SqliteErrors
{
    /// <summary>The error of the store for an error of SQLite.</summary>
    public static StoreException Translate(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => Busy(path, error),
        SQLITE_FULL => new(StoreError.StoreFull, $"There is no room for the store {path} to grow: its disk is full, or its size is limited. Make room and try again; what was stored before is whole.", error),
        SQLITE_READONLY => ReadOnly(path, error),
        SQLITE_TOOBIG => new(StoreError.RecordRefused, $"A record is larger than the store {path} can hold.", error),
        SQLITE_NOTADB => new(StoreError.StoreUnreadable, $"{path} is not a store: it is no SQLite database.", error),
        SQLITE_CORRUPT => new(StoreError.StoreUnreadable, $"The store {path} is damaged ({error.Message}). Restore it from a backup, or move it away and add the pictures again.", error),
        SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => new(StoreError.StoreUnreadable, $"The store {path} cannot be opened: it or its folder may not be read by this user ({error.Message}).", error),
        _ => new(StoreError.StoreUnreadable, $"The store {path} cannot be used: {error.Message}", error),
    };

    public static StoreException Busy(string path, Exception? inner = null) => new(
        StoreError.StoreBusy, $"The store {path} is kept locked by another process. Try again when that has ended.", inner);

    public static StoreException ReadOnly(string path, Exception? inner = null) => new(
        StoreError.StoreReadOnly, $"The store {path} may not be written by this user: the file, its folder or its disk is read-only.", inner);

    public static StoreException NotClosed(string path, Exception inner) => new(
        StoreError.StoreUnreadable,
        $"The store {path} was not closed, and its folder may not be written by this user to complete it. Open it once where both may be written.",
        inner);

    public static StoreException Replaced(string path) => new(
        StoreError.StoreUnreadable, $"The file {path} was replaced by another store since it was opened. Open it again.");

    public static StoreException Foreign(string path) => new(
        StoreError.StoreUnreadable, $"{path} is a SQLite database of another program, not a store. Name another file.");

    public static StoreException NotFound(string path) => new(
        StoreError.StoreNotFound, $"There is no store at {path}. Adding a picture makes one; check the path if there should be one.");
}
