using System.Diagnostics;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Kubesharp.Bench.Limits;

/// <summary>How fast this machine's disk and SQLite take rows as long as a pod, in the way the store writes them.</summary>
internal static class SqliteLimit
{
    private const int RowBytes = 3760;

    /// <summary>Rows per second in transactions of a number of rows, WAL mode with synchronous=FULL.</summary>
    public static double RowsPerSecond(string folder, int rowsPerCommit, TimeSpan duration)
    {
        Batteries_V2.Init();
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"limit-{rowsPerCommit}.db");
        Check(sqlite3_open(path, out var db));
        try
        {
            Check(sqlite3_exec(db, "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=512; CREATE TABLE log(id INTEGER PRIMARY KEY, key TEXT, value BLOB);"));
            var row = new byte[RowBytes];
            Random.Shared.NextBytes(row);
            Check(sqlite3_prepare_v2(db, "INSERT INTO log VALUES(?,?,?)", out var insert));
            using (insert)
            {
                var rows = 0L;
                var started = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(started) < duration)
                {
                    Check(sqlite3_exec(db, "BEGIN IMMEDIATE"));
                    for (var i = 0; i < rowsPerCommit; i++)
                    {
                        sqlite3_bind_int64(insert, 1, ++rows);
                        sqlite3_bind_text(insert, 2, "/registry/pods/bench/pod-0000000");
                        sqlite3_bind_blob(insert, 3, row);
                        Check(sqlite3_step(insert), SQLITE_DONE);
                        Check(sqlite3_reset(insert));
                    }

                    Check(sqlite3_exec(db, "COMMIT"));
                }

                return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
            }
        }
        finally
        {
            sqlite3_close_v2(db);
            foreach (var file in Directory.GetFiles(folder, Path.GetFileName(path) + "*")) File.Delete(file);
        }
    }

    private static void Check(int result, int expected = SQLITE_OK)
    {
        if (result != expected) throw new BenchException($"SQLite answered {result}");
    }
}
