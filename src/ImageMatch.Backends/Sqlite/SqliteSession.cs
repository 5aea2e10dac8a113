using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace ImageMatch.Backends.Sqlite;

/// <summary>A connection that keeps its statements prepared. Used by one thread at a time.</summary>
internal sealed partial class SqliteSession : IDisposable
{
    /// <summary>The function that lets conditions ask what SQLite cannot tell: which of <see cref="Tests"/>, and a value.</summary>
    public const string TestFunction = "passes";

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    private readonly Dictionary<string, sqlite3_stmt> _inserts = new(StringComparer.Ordinal);

    static SqliteSession() => Batteries_V2.Init();

    public SqliteSession(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        _connection.CreateFunction(TestFunction, (int number, object? value) => Tests[number](value is DBNull ? null : value), isDeterministic: true);
    }

    /// <summary>What the function of conditions asks, by number, with the value of a column.</summary>
    public IReadOnlyList<Func<object?, bool>> Tests { private get; set; } = [];

    /// <summary>Whether nothing can be written.</summary>
    public bool IsReadOnly => sqlite3_db_readonly(_connection.Handle, "main") != 0;

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="values">The values of its parameters, in the order in which they first appear.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>
    /// Inserts a row in a transaction that writes. A command looks every parameter up by its name and makes a reader for each run, which takes longer than
    /// SQLite takes for the row.
    /// </summary>
    /// <param name="sql">One statement without rows of its own.</param>
    /// <param name="values">The values of its parameters, in the order in which they first appear.</param>
    /// <returns>Whether the row is in: a statement may leave it out where it meets another.</returns>
    public bool Insert(string sql, params ReadOnlySpan<object?> values)
    {
        sqlite3 database = _connection.Handle!;
        if (!_inserts.TryGetValue(sql, out sqlite3_stmt? statement))
        {
            SqliteException.ThrowExceptionForRC(sqlite3_prepare_v2(database, sql, out statement), database);
            _inserts.Add(sql, statement);
        }

        for (int i = 0; i < values.Length; i++)
            SqliteException.ThrowExceptionForRC(Bind(statement, i + 1, values[i]), database);
        sqlite3_step(statement);
        // Says what the step said.
        SqliteException.ThrowExceptionForRC(sqlite3_reset(statement), database);
        return sqlite3_changes(database) > 0;
    }

    /// <summary>The first column of the first row, or the default where there is none.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() is T value ? value : default;

    /// <summary>All rows.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using SqliteDataReader reader = Bind(sql, values).ExecuteReader();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Lets statements call a function of text, which answers the same each time.</summary>
    public void Define(string name, Func<string, long> function) => _connection.CreateFunction(name, function, isDeterministic: true);

    /// <summary>Runs a script of several statements once.</summary>
    public void ExecuteScript(string sql, int? timeoutSeconds = null)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = timeoutSeconds ?? command.CommandTimeout;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _commands.Values)
            command.Dispose();
        foreach (sqlite3_stmt statement in _inserts.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private static int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null => sqlite3_bind_null(statement, index),
        long number => sqlite3_bind_int64(statement, index, number),
        int number => sqlite3_bind_int(statement, index, number),
        string text => sqlite3_bind_text(statement, index, text),
        byte[] bytes => sqlite3_bind_blob(statement, index, bytes),
        _ => throw new ArgumentException($"A {value.GetType()} cannot be stored.", nameof(value)),
    };

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (string name in Parameter().Matches(sql).Select(match => match.Value).Distinct())
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            _commands.Add(sql, command);
        }

        for (int i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Parameter();
}
