using System.Collections.Concurrent;
using System.Diagnostics;
using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Backends.Sqlite;

/// <summary>A database file: hands out sessions, runs transactions, and says what went wrong in the store's words.</summary>
internal sealed class SqliteFile : IDisposable
{
    /// <summary>How long SQLite itself waits for a lock; between these waits the caller can cancel.</summary>
    private const int LockPollMilliseconds = 250;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SqliteStoreOptions _options;
    private readonly string _connectionString;
    private volatile bool _disposed;

    public SqliteFile(string path, SqliteStoreOptions options)
    {
        Path = path;
        _options = options;
        _connectionString = ConnectionString(path, options.Create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Runs work on a session of its own.</summary>
    /// <exception cref="StoreException">SQLite refused.</exception>
    public T Use<T>(Func<SqliteSession, T> work)
    {
        SqliteSession? session = null;
        try
        {
            session = Rent();
            T result = work(session);
            Return(session);
            return result;
        }
        catch (Exception error)
        {
            // Closing takes back whatever the work left open.
            session?.Dispose();
            if (error is SqliteException sqlite)
                throw SqliteErrors.Translate(sqlite, Path);
            throw;
        }
    }

    /// <summary>Runs reading work on one state of the file.</summary>
    public T Read<T>(Func<SqliteSession, T> work) => Use(session =>
    {
        session.Execute("BEGIN");
        T result = work(session);
        session.Execute("COMMIT");
        return result;
    });

    /// <summary>Runs work in a transaction that nobody else writes beside; whole or not at all.</summary>
    public T Write<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken = default) => Use(session =>
    {
        BeginWriting(session, cancellationToken);
        T result = work(session);
        cancellationToken.ThrowIfCancellationRequested();
        session.Execute("COMMIT");
        return result;
    });

    public void Dispose()
    {
        _disposed = true;
        CloseIdle();
    }

    private void BeginWriting(SqliteSession session, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                session.ExecuteScript("BEGIN IMMEDIATE", timeoutSeconds: 1);
                return;
            }
            catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY && waited.Elapsed < _options.BusyTimeout)
            {
            }
        }
    }

    private SqliteSession Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteStore));
        return _idle.TryTake(out SqliteSession? session) ? session : OpenSession();
    }

    private void Return(SqliteSession session)
    {
        _idle.Add(session);
        if (_disposed)
            CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out SqliteSession? session))
            session.Dispose();
    }

    private SqliteSession OpenSession()
    {
        var session = new SqliteSession(_connectionString);
        session.ExecuteScript($"PRAGMA busy_timeout = {LockPollMilliseconds}; PRAGMA synchronous = FULL;");
        return session;
    }

    private string ConnectionString(string dataSource, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = dataSource,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = Math.Max(1, (int)Math.Ceiling(_options.BusyTimeout.TotalSeconds)),
    }.ToString();
}
