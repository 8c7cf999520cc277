using System.Diagnostics;

namespace Kubesharp.EndToEnd.Tests.Scheduler;

/// <summary>A kubesharp process beside the cluster's.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    private RunningProgram(Process process) => _process = process;

    public static RunningProgram Start(params string[] arguments) => StartCommand(Binary.Path, arguments);

    /// <summary>Starts it on a machine of its own.</summary>
    public static RunningProgram StartOn(MachineNetwork machine, params string[] arguments)
    {
        var words = machine.Enter.Concat([Binary.Path, .. arguments]).ToArray();
        return StartCommand(words[0], words[1..]);
    }

    private static RunningProgram StartCommand(string command, string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var program = new RunningProgram(process);
        process.OutputDataReceived += (_, line) => program.Note(line.Data);
        process.ErrorDataReceived += (_, line) => program.Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits until a line with the text was printed.</summary>
    public async Task UntilAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lines)
        {
            if (_lines.Exists(line => line.Contains(text, StringComparison.Ordinal))) return;
            _awaited.Add((text, seen));
        }

        try
        {
            await seen.Task.WaitAsync(Limit);
        }
        catch (TimeoutException e)
        {
            lock (_lines) throw new TimeoutException($"'{text}' was not printed, but: {string.Join('\n', _lines.TakeLast(20))}", e);
        }
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            _lines.Add(line);
            foreach (var (_, seen) in _awaited.Where(entry => line.Contains(entry.Text, StringComparison.Ordinal))) seen.TrySetResult();
        }
    }
}
