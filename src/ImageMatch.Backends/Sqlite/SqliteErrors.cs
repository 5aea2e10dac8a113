using ImageMatch.Stores;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ImageMatch.Backends.Sqlite;

/// <summary>What SQLite's errors mean to the user of a store.</summary>
internal static class SqliteErrors
{
    /// <summary>The error of the store for an error of SQLite.</summary>
    public static StoreException Translate(SqliteException error, string path)
    {
        (StoreError kind, string message) = error.SqliteErrorCode switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => (
                StoreError.StoreBusy, $"The store {path} is kept locked by another process. Try again when that has ended."),
            SQLITE_READONLY => (StoreError.StoreReadOnly, ReadOnlyMessage(path)),
            SQLITE_FULL => (
                StoreError.StoreFull,
                $"There is no room for the store {path} to grow: its disk is full, or its size is limited. Make room and try again; what was stored before is whole."),
            SQLITE_TOOBIG => (StoreError.RecordRefused, $"A record is larger than the store {path} can hold."),
            SQLITE_NOTADB => (StoreError.StoreUnreadable, $"{path} is not a store: it is no SQLite database."),
            SQLITE_CORRUPT => (
                StoreError.StoreUnreadable,
                $"The store {path} is damaged ({error.Message}). Restore it from a backup, or move it away and add the pictures again."),
            SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => (
                StoreError.StoreUnreadable, $"The store {path} cannot be opened: it or its folder may not be read by this user ({error.Message})."),
            _ => (StoreError.StoreUnreadable, $"The store {path} cannot be used: {error.Message}"),
        };
        return new StoreException(kind, message, error);
    }

    public static StoreException ReadOnly(string path, Exception? inner = null) => new(StoreError.StoreReadOnly, ReadOnlyMessage(path), inner);

    public static StoreException NotClosed(string path, Exception inner) => new(
        StoreError.StoreUnreadable,
        $"The store {path} was not closed, and its folder may not be written by this user to complete it. Open it once where both may be written.",
        inner);

    public static StoreException Replaced(string path) => new(
        StoreError.StoreUnreadable, $"The file {path} was replaced by another store since it was opened. Open it again.");

    public static StoreException Foreign(string path) => new(
        StoreError.StoreUnreadable, $"{path} is a SQLite database of another program, not a store. Name another file.");

    public static StoreException Folder(string path) => new(
        StoreError.StoreUnreadable, $"{path} is a folder, not a store. Name a file in it, such as {Path.Combine(path, "images.db")}.");

    public static StoreException NotFound(string path) => new(
        StoreError.StoreNotFound, $"There is no store at {path}. Adding a picture makes one; check the path if there should be one.");

    private static string ReadOnlyMessage(string path) => $"The store {path} may not be written by this user: the file, its folder or its disk is read-only.";
}
