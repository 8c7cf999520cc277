using Kubesharp.Node.Machine;

namespace Kubesharp.Node.Server;

/// <summary>Reads logs of containers from the runtime's files.</summary>
internal sealed class ContainerLogReader(TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Finds out whether there is a log, before an answer begins that could no longer become an error.</summary>
    /// <exception cref="HttpStatusException">There is no such file.</exception>
    public static void Require(string path)
    {
        if (!File.Exists(path)) throw Absent(path);
    }

    /// <summary>Writes the part of a log that is wanted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which part.</param>
    /// <param name="output">Where to.</param>
    /// <param name="isRunning">Whether more can come, for those who follow.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="HttpStatusException">There is no such file.</exception>
    public async Task CopyAsync(string path, LogOptions options, Stream output, Func<CancellationToken, Task<bool>> isRunning, CancellationToken cancel)
    {
        var since = options.SinceTime ?? (options.SinceSeconds is { } seconds ? time.GetUtcNow().AddSeconds(-seconds) : null);
        var filter = new LogFilter(options, since);
        var file = Open(path);
        try
        {
            if (options.TailLines is { } lines) file.Position = TailStart(file, lines);
            var lineBuffer = new LineBuffer();
            while (true)
            {
                if (!await DrainAsync(file, lineBuffer, filter, output, cancel)) return;
                if (!options.Follow) return;

                // Asked before the last look, so that what was written in between is not lost.
                var more = await isRunning(cancel);
                if (!await DrainAsync(file, lineBuffer, filter, output, cancel)) return;
                await output.FlushAsync(cancel);
                if (WasReplaced(file, path))
                {
                    await file.DisposeAsync();
                    file = Open(path);
                    continue;
                }

                if (!more) return;
                await Task.Delay(LookAgain, time, cancel);
            }
        }
        finally
        {
            await file.DisposeAsync();
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);
        }
        catch (FileNotFoundException)
        {
            throw Absent(path);
        }
    }

    private static HttpStatusException Absent(string path) =>
        new(500, $"failed to try resolving symlinks in path \"{path}\": lstat {path}: no such file or directory");

    /// <summary>True when the name of the open file now belongs to another one: the log was rotated.</summary>
    private static bool WasReplaced(FileStream file, string path) =>
        LinuxFiles.NumberOf(path) is { } now && LinuxFiles.NumberOf($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}") != now;

    /// <returns>False when the limit is reached.</returns>
    private static async Task<bool> DrainAsync(FileStream file, LineBuffer lines, LogFilter filter, Stream output, CancellationToken cancel)
    {
        while (true)
        {
            var read = await file.ReadAsync(lines.Free(), cancel);
            if (read == 0) return true;
            lines.Added(read);
            var batch = filter.Take(lines, out var done);
            if (batch.Length > 0) await output.WriteAsync(batch, cancel);
            if (done) return false;
        }
    }

    /// <summary>Where the last lines begin, found from the end so that a long log costs nothing.</summary>
    internal static long TailStart(FileStream file, long lines)
    {
        if (lines <= 0) return file.Length;
        var buffer = new byte[BufferBytes];
        var end = file.Length;
        long found = 0;
        for (var at = end; at > 0;)
        {
            var size = (int)Math.Min(buffer.Length, at);
            at -= size;
            file.Position = at;
            file.ReadExactly(buffer.AsSpan(0, size));
            for (var i = size - 1; i >= 0; i--)
            {
                // The end of the last line ends it and begins none.
                if (buffer[i] != (byte)'\n' || at + i == end - 1) continue;
                if (++found == lines) return at + i + 1;
            }
        }

        return 0;
    }
}
