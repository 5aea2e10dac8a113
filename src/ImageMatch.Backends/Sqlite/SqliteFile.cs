using System.Collections.Concurrent;
using System.Diagnostics;
using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Backends.Sqlite;

/// <summary>
/// A database file: hands out sessions, runs transactions, and says what went wrong in the store's words. Sessions that idle are soon closed, so that the
/// file is complete by itself, to be copied or replaced, whenever nobody is at work.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    /// <summary>How long SQLite itself waits for a lock; between these waits the caller can cancel.</summary>
    private const int LockPollMilliseconds = 250;

    /// <summary>Memory for pages of the file: those of the indexes of a million paths and more, which records that are added come to in no order.</summary>
    private const int CacheKibibytes = 65_536;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SqliteStoreOptions _options;
    private readonly Timer _closeIdle;
    private volatile bool _disposed;

    public SqliteFile(string path, SqliteStoreOptions options)
    {
        Path = path;
        _options = options;
        _closeIdle = new Timer(_ => CloseIdle());
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The store that the file is known to hold; null until that is known, and only so long may the file be made.</summary>
    public string? StoreId { get; set; }

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
        _closeIdle.Dispose();
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
        else
            _closeIdle.Change(_options.IdleTimeout, Timeout.InfiniteTimeSpan);
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out SqliteSession? session))
            session.Dispose();
    }

    private SqliteSession OpenSession()
    {
        bool mayCreate = StoreId is null && _options.Create;
        if (!mayCreate && !File.Exists(Path))
            throw SqliteErrors.NotFound(Path);

        try
        {
            return OpenSession(Path, mayCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY)
        {
            return OpenUnwritable(error);
        }
    }

    /// <summary>Where the folder may not be written SQLite cannot keep its log beside the file, and reads the file alone if there is no log.</summary>
    private SqliteSession OpenUnwritable(SqliteException reason)
    {
        if (!File.Exists(Path))
            throw SqliteErrors.ReadOnly(Path, reason);
        if (new FileInfo(Path + "-wal") is { Exists: true, Length: > 0 })
            throw SqliteErrors.NotClosed(Path, reason);
        return OpenSession(new Uri(Path).AbsoluteUri + "?immutable=1", SqliteOpenMode.ReadOnly);
    }

    private SqliteSession OpenSession(string dataSource, SqliteOpenMode mode)
    {
        var session = new SqliteSession(new SqliteConnectionStringBuilder
        {
            DataSource = dataSource,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(_options.BusyTimeout.TotalSeconds)),
        }.ToString());
        try
        {
            session.ExecuteScript(
                $"PRAGMA busy_timeout = {LockPollMilliseconds}; PRAGMA synchronous = FULL; PRAGMA cache_size = -{CacheKibibytes}; PRAGMA max_page_count = {_options.MaxPages};");
            // Reads the file, which a bad one does not survive.
            session.Scalar<long>("PRAGMA schema_version");
            if (StoreId is not null && session.Scalar<string>(Sql.ReadMeta, SqliteStoreOpening.StoreIdName) != StoreId)
                throw SqliteErrors.Replaced(Path);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
