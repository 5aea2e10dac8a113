using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The commits of a store: each has the next number and a random token, so that a restored backup is told from the store it was made of.</summary>
internal static class ChangeLog
{
    /// <summary>The last commit.</summary>
    public static StorePosition Position(SqliteSession session) =>
        session.Query(Sql.LastCommit, row => new StorePosition(row.GetInt64(0), row.GetString(1))).FirstOrDefault(new StorePosition(0, ""));

    /// <summary>Whether a position is one that this store has come by.</summary>
    public static bool Contains(SqliteSession session, StorePosition position) =>
        position.Sequence == 0 || session.Scalar<string>(Sql.CommitToken, position.Sequence) == position.Token;

    /// <summary>What changed since a position; everything where the store has not come by it.</summary>
    public static StoreChanges Since(SqliteSession session, StorePosition position)
    {
        bool complete = Contains(session, position);
        long from = complete ? position.Sequence : 0;
        return new StoreChanges(
            Position(session),
            complete,
            session.Query(Sql.ChangedIds, row => RecordRow.ReadHex(row, 0)!, from),
            complete ? session.Query(Sql.RemovedIds, row => RecordRow.ReadHex(row, 0)!, from) : []);
    }
}
