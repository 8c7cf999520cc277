using SQLitePCL;
using static SQLitePCL.raw;

namespace Kubesharp.Store.Embedded;

/// <summary>One connection to an SQLite file, for one thread at a time, with SQLite's error codes as exceptions.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _db;

    private SqliteDatabase(string path, sqlite3 db)
    {
        Path = path;
        _db = db;
    }

    public string Path { get; }

    public bool InTransaction => sqlite3_get_autocommit(_db) == 0;

    /// <summary>Opens or creates a file.</summary>
    public static SqliteDatabase Open(string path) => Open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);

    /// <summary>Opens a file that another connection writes.</summary>
    public static SqliteDatabase OpenReadOnly(string path) => Open(path, SQLITE_OPEN_READONLY);

    public sqlite3_stmt Prepare(string sql)
    {
        var result = sqlite3_prepare_v2(_db, sql, out var statement);
        return result == SQLITE_OK ? statement : throw Error(result);
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Step(sqlite3_stmt statement)
    {
        var result = sqlite3_step(statement);
        if (result is SQLITE_ROW or SQLITE_DONE) return result == SQLITE_ROW;
        var error = Error(result);
        sqlite3_reset(statement);
        throw error;
    }

    /// <summary>Runs a statement that gives no rows and makes it ready to run again.</summary>
    public void Run(sqlite3_stmt statement)
    {
        Step(statement);
        sqlite3_reset(statement);
    }

    public void Execute(string sql)
    {
        var result = sqlite3_exec(_db, sql);
        if (result != SQLITE_OK) throw Error(result);
    }

    public long QueryInt(string sql)
    {
        using var statement = Prepare(sql);
        return Step(statement) ? sqlite3_column_int64(statement, 0) : throw Corrupt("a value is missing");
    }

    public StoreCorruptException Corrupt(string what) => new($"data file {Path} is damaged: {what}");

    public void Dispose() => sqlite3_close_v2(_db);

    private static SqliteDatabase Open(string path, int mode)
    {
        Batteries_V2.Init();
        var result = sqlite3_open_v2(path, out var db, mode | SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(path, db);
        if (result == SQLITE_OK) return database;
        var error = database.Error(result);
        database.Dispose();
        throw error;
    }

    private StoreException Error(int result)
    {
        var text = sqlite3_errmsg(_db).utf8_to_string();
        return result switch
        {
            SQLITE_CORRUPT or SQLITE_NOTADB => Corrupt(text),
            SQLITE_BUSY or SQLITE_LOCKED => new StoreInUseException($"data file {Path} is in use by another process"),
            SQLITE_FULL => new StoreFullException($"no space left for data file {Path}"),
            _ => new StoreException($"data file {Path}: {text}"),
        };
    }
}
