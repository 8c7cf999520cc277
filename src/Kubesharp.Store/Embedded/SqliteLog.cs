using System.Text;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Kubesharp.Store.Embedded;

/// <summary>
/// The data file: an append-only table of changes, written by one thread. See the folder's README for the layout.
/// </summary>
internal sealed class SqliteLog : IDisposable
{
    private const int ApplicationId = 0x4B536870; // "KShp"
    private const int SchemaVersion = 1;
    private const int PageSize = 16384;

    private const string Schema = """
        CREATE TABLE log(
          id INTEGER PRIMARY KEY,
          previous INTEGER NOT NULL,
          created INTEGER NOT NULL,
          version INTEGER NOT NULL,
          expires INTEGER NOT NULL,
          checksum INTEGER NOT NULL,
          key TEXT NOT NULL,
          value BLOB);
        CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO meta VALUES('compacted', 0), ('scrubbed', 0);
        CREATE VIEW history AS SELECT id >> 8 AS revision, key, value IS NULL AS deleted, created, version, value FROM log;
        """;

    private readonly SqliteDatabase _database;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollback;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _setMeta;
    private readonly sqlite3_stmt _superseded;
    private readonly sqlite3_stmt _delete;
    private long _scrubbed;
    private long _scrubbedDurably;
    private byte[] _keyBuffer = new byte[1024];

    private SqliteLog(SqliteDatabase database)
    {
        _database = database;
        _scrubbed = _scrubbedDurably = database.QueryInt("SELECT value FROM meta WHERE name = 'scrubbed'");
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _rollback = database.Prepare("ROLLBACK");
        _insert = database.Prepare("INSERT INTO log(id, previous, created, version, expires, checksum, key, value) VALUES(?,?,?,?,?,?,?,?)");
        _setMeta = database.Prepare("UPDATE meta SET value = ?2 WHERE name = ?1");
        _superseded = database.Prepare("SELECT id, previous, value IS NULL FROM log WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3");
        _delete = database.Prepare("DELETE FROM log WHERE id = ?");
    }

    /// <summary>Reads and watches below this revision are refused.</summary>
    public long CompactedRevision { get; private set; }

    /// <summary>Opens or creates the file. The caller holds the lock that keeps others out.</summary>
    /// <exception cref="StoreCorruptException">It is not one of this store's files, or it is damaged.</exception>
    public static SqliteLog Open(string path, long maxBytes)
    {
        var database = SqliteDatabase.Open(path);
        try
        {
            // Large pages: several rows share one page, and a commit of many rows is few writes to the write-ahead log.
            database.Execute($"PRAGMA temp_store=MEMORY; PRAGMA page_size={PageSize};");
            CheckOwner(database);
            database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=512; PRAGMA cache_size=-8192;");
            database.Execute("PRAGMA journal_size_limit=67108864;");
            if (maxBytes > 0) database.Execute($"PRAGMA max_page_count={Math.Max(1, maxBytes / PageSize)};");
            return new SqliteLog(database)
            {
                CompactedRevision = database.QueryInt("SELECT value FROM meta WHERE name = 'compacted'"),
            };
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads all rows in the order they were written and checks that they fit together.</summary>
    /// <param name="state">What takes the rows over.</param>
    /// <param name="maxHistory">About how many of the last changes become history; those before make up the content it starts from.</param>
    public void Load(StoreState state, int maxHistory)
    {
        // What is older than memory would keep need not be taken over change by change.
        var last = _database.QueryInt("SELECT coalesce(max(id), 0) FROM log") >> StoreState.RowIdShift;
        state.StartLoading(CompactedRevision, Math.Max(CompactedRevision, last - maxHistory));
        using var rows = _database.Prepare("SELECT id, previous, created, version, expires, checksum, key, value FROM log ORDER BY id");
        while (_database.Step(rows))
        {
            var previousId = sqlite3_column_int64(rows, 1);
            var row = ReadRow(_database, rows, 0, out var deleted);
            var previous = state.LoadRow(row, deleted);
            if (row.ModRevision > CompactedRevision && (previous?.RowId ?? 0) != previousId)
                throw _database.Corrupt($"revision {row.ModRevision} does not follow from the revisions before it");
        }

        state.FinishLoading();
    }

    public void Begin() => _database.Run(_begin);

    public void Commit()
    {
        _database.Run(_commit);
        _scrubbedDurably = _scrubbed;
    }

    public void Rollback()
    {
        _scrubbed = _scrubbedDurably;

        // SQLite has already rolled back by itself after some errors.
        if (_database.InTransaction) _database.Run(_rollback);
    }

    /// <summary>Adds one change to the open transaction.</summary>
    public void Append(ChangeEvent<KeyValue> change)
    {
        var keyValue = change.Value;
        var key = Utf8(keyValue.Key);
        var deleted = change.Type == ChangeType.Deleted;
        var expires = keyValue.ExpiresAt?.ToUnixTimeMilliseconds() ?? 0;
        sqlite3_bind_int64(_insert, 1, keyValue.RowId);
        sqlite3_bind_int64(_insert, 2, change.Previous?.RowId ?? 0);
        sqlite3_bind_int64(_insert, 3, keyValue.CreateRevision);
        sqlite3_bind_int64(_insert, 4, keyValue.Version);
        sqlite3_bind_int64(_insert, 5, expires);
        sqlite3_bind_int64(_insert, 6, Checksum.Of(keyValue.RowId, keyValue.CreateRevision, keyValue.Version, expires, key, keyValue.Value.Span));
        sqlite3_bind_text(_insert, 7, key);
        if (deleted) sqlite3_bind_null(_insert, 8);
        else if (keyValue.Value.IsEmpty) sqlite3_bind_zeroblob(_insert, 8, 0);
        else sqlite3_bind_blob(_insert, 8, keyValue.Value.Span);
        _database.Run(_insert);
    }

    /// <summary>Records, in a transaction of its own, that history before a revision is given up.</summary>
    public void SetCompacted(long revision)
    {
        Begin();
        SetMeta("compacted", revision);
        Commit();
        CompactedRevision = revision;
    }

    /// <summary>
    /// Deletes, in the open transaction, rows that compaction has made unreachable; visits a number of rows at most. Returns whether there
    /// is more to do.
    /// </summary>
    public bool Scrub(int rows)
    {
        var doomed = new List<long>(rows);
        var visited = 0;
        sqlite3_bind_int64(_superseded, 1, _scrubbed);
        sqlite3_bind_int64(_superseded, 2, (CompactedRevision + 1) << StoreState.RowIdShift);
        sqlite3_bind_int(_superseded, 3, rows);
        while (_database.Step(_superseded))
        {
            visited++;
            _scrubbed = sqlite3_column_int64(_superseded, 0);
            var previous = sqlite3_column_int64(_superseded, 1);
            if (previous != 0) doomed.Add(previous);
            if (sqlite3_column_int(_superseded, 2) != 0) doomed.Add(_scrubbed);
        }

        sqlite3_reset(_superseded);
        if (visited == 0) return false;
        foreach (var id in doomed)
        {
            sqlite3_bind_int64(_delete, 1, id);
            _database.Run(_delete);
        }

        SetMeta("scrubbed", _scrubbed);
        return visited == rows;
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<sqlite3_stmt>)[_begin, _commit, _rollback, _insert, _setMeta, _superseded, _delete])
            statement.Dispose();
        _database.Dispose();
    }

    /// <summary>Reads the content of a key range as it was at a revision, by one pass over the file on a connection of its own.</summary>
    public static RangeResult ReadRange(string path, RangeQuery query, CancellationToken cancellationToken)
    {
        using var database = SqliteDatabase.OpenReadOnly(path);
        using var rows = database.Prepare(
            "SELECT id, previous, created, version, expires, checksum, key, value FROM log " +
            "WHERE id < ?1 AND key >= ?2 AND (?3 IS NULL OR key < ?3) ORDER BY id");
        sqlite3_bind_int64(rows, 1, (query.Revision + 1) << StoreState.RowIdShift);
        sqlite3_bind_text(rows, 2, query.Start);
        if (query.End is null) sqlite3_bind_null(rows, 3);
        else sqlite3_bind_text(rows, 3, query.End);
        var content = new SortedDictionary<string, KeyValue>(StringComparer.Ordinal);
        while (database.Step(rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = ReadRow(database, rows, 0, out var deleted);
            if (deleted) content.Remove(row.Key);
            else content[row.Key] = row;
        }

        IEnumerable<KeyValue> items = content.Values;
        if (query.Limit > 0) items = items.Take(query.Limit);
        return new RangeResult(query.Revision, [.. items], content.Count);
    }

    /// <summary>Reads the changes under a prefix after one revision and up to another, on a connection of its own.</summary>
    public static List<ChangeEvent<KeyValue>> ReadChanges(
        string path, string prefix, long afterRevision, long throughRevision, CancellationToken cancellationToken)
    {
        using var database = SqliteDatabase.OpenReadOnly(path);
        using var rows = database.Prepare(
            "SELECT n.id, n.previous, n.created, n.version, n.expires, n.checksum, n.key, n.value, " +
            "p.id, p.previous, p.created, p.version, p.expires, p.checksum, p.key, p.value " +
            "FROM log n LEFT JOIN log p ON p.id = n.previous " +
            "WHERE n.id >= ?1 AND n.id < ?2 AND n.key >= ?3 AND (?4 IS NULL OR n.key < ?4) ORDER BY n.id");
        sqlite3_bind_int64(rows, 1, (afterRevision + 1) << StoreState.RowIdShift);
        sqlite3_bind_int64(rows, 2, (throughRevision + 1) << StoreState.RowIdShift);
        sqlite3_bind_text(rows, 3, prefix);
        if (KeyRange.PrefixEnd(prefix) is { } end) sqlite3_bind_text(rows, 4, end);
        else sqlite3_bind_null(rows, 4);
        var changes = new List<ChangeEvent<KeyValue>>();
        while (database.Step(rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = ReadRow(database, rows, 0, out var deleted);
            var previous = sqlite3_column_type(rows, 8) == SQLITE_NULL ? null : ReadRow(database, rows, 8, out _);
            var type = deleted ? ChangeType.Deleted : row.Version == 1 ? ChangeType.Added : ChangeType.Modified;
            changes.Add(new ChangeEvent<KeyValue>(type, row.Key, row.ModRevision, row, previous, row.Value.Length));
        }

        return changes;
    }

    /// <summary>Makes sure the file is new or one of ours, before anything is written to it.</summary>
    private static void CheckOwner(SqliteDatabase database)
    {
        var application = database.QueryInt("PRAGMA application_id");
        var version = database.QueryInt("PRAGMA user_version");
        var tables = database.QueryInt("SELECT count(*) FROM sqlite_master");
        if (application == ApplicationId && version == SchemaVersion) return;
        if (application == ApplicationId)
            throw new StoreException($"data file {database.Path} has layout {version}, this version reads {SchemaVersion}");
        if (application != 0 || version != 0 || tables != 0)
            throw new StoreCorruptException($"data file {database.Path} belongs to another program");
        database.Execute("PRAGMA journal_mode=WAL;");
        database.Execute(
            $"BEGIN IMMEDIATE; {Schema} PRAGMA application_id={ApplicationId}; PRAGMA user_version={SchemaVersion}; COMMIT;");
    }

    private static KeyValue ReadRow(SqliteDatabase database, sqlite3_stmt rows, int first, out bool deleted)
    {
        var id = sqlite3_column_int64(rows, first);
        var revision = id >> StoreState.RowIdShift;
        var created = sqlite3_column_int64(rows, first + 2);
        var version = sqlite3_column_int64(rows, first + 3);
        var expires = sqlite3_column_int64(rows, first + 4);
        var key = sqlite3_column_blob(rows, first + 6);
        deleted = sqlite3_column_type(rows, first + 7) == SQLITE_NULL;
        var value = deleted ? [] : sqlite3_column_blob(rows, first + 7).ToArray();
        if (sqlite3_column_int64(rows, first + 5) != Checksum.Of(id, created, version, expires, key, value))
            throw database.Corrupt($"checksum of revision {revision} does not match");
        return new KeyValue
        {
            Key = Encoding.UTF8.GetString(key),
            Value = value,
            CreateRevision = created,
            ModRevision = revision,
            Version = version,
            ExpiresAt = expires == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(expires),
            RowId = id,
        };
    }

    private void SetMeta(string name, long value)
    {
        sqlite3_bind_text(_setMeta, 1, name);
        sqlite3_bind_int64(_setMeta, 2, value);
        _database.Run(_setMeta);
    }

    private ReadOnlySpan<byte> Utf8(string key)
    {
        if (Encoding.UTF8.GetMaxByteCount(key.Length) > _keyBuffer.Length) _keyBuffer = new byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        return _keyBuffer.AsSpan(0, Encoding.UTF8.GetBytes(key, _keyBuffer));
    }
}
