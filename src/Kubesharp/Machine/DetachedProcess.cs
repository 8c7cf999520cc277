using System.Diagnostics;
using System.Globalization;

namespace Kubesharp.Machine;

/// <summary>
/// A program that runs in a session of its own with its output in a log file, so that it outlives the command that started it.
/// A file keeps its process number and start time; the start time tells it from a later process with the same number.
/// </summary>
public sealed class DetachedProcess(string pidFile)
{
    private const int StartTimeField = 19;

    /// <summary>Number of the running process; null when it does not run.</summary>
    public int? Find()
    {
        if (!File.Exists(pidFile)) return null;
        var parts = File.ReadAllText(pidFile).Split(' ', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) return null;
        return StartTime(pid) == parts[1] ? pid : null;
    }

    /// <summary>True when the file that the running program was started from is gone or another one.</summary>
    public bool IsReplaced => Find() is { } pid && File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName.EndsWith(" (deleted)", StringComparison.Ordinal) == true;

    /// <summary>Starts the program unless it runs already.</summary>
    public async Task StartAsync(string program, IEnumerable<string> arguments, string logFile, CancellationToken cancellationToken)
    {
        if (Find() is not null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(pidFile)!);
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        using var shell = Process.Start(new ProcessStartInfo("setsid", ["--fork", "/bin/sh", "-c", "echo $$ >\"$1\"; log=$2; shift 2; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", pidFile + ".new", logFile, program, .. arguments]))
            ?? throw new InvalidOperationException("setsid did not start");
        await shell.WaitForExitAsync(cancellationToken);
        await RecordAsync(cancellationToken);
    }

    /// <summary>Ends the program and waits until it is gone.</summary>
    /// <param name="signal">Such as <c>TERM</c> or <c>KILL</c>.</param>
    /// <param name="time">Clock of the waiting.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StopAsync(string signal, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Find() is not { } pid) return;
        using (var kill = Process.Start(new ProcessStartInfo("kill", ["-s", signal, pid.ToString(CultureInfo.InvariantCulture)])))
        {
            if (kill is not null) await kill.WaitForExitAsync(cancellationToken);
        }

        while (Find() is not null) await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        File.Delete(pidFile);
    }

    private static string? StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : fields[StartTimeField];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        // The forked shell writes its number before it becomes the program.
        var started = pidFile + ".new";
        for (var tries = 0; tries < 500; tries++)
        {
            if (File.Exists(started) && int.TryParse((await File.ReadAllTextAsync(started, cancellationToken)).Trim(), out var pid))
            {
                await File.WriteAllTextAsync(pidFile, $"{pid} {StartTime(pid)}", cancellationToken);
                File.Delete(started);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }

        throw new InvalidOperationException("the program did not start");
    }
}
