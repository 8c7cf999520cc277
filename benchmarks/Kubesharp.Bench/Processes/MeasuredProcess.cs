using System.Diagnostics;
using System.Globalization;
using Kubesharp.Bench.Load;

namespace Kubesharp.Bench.Processes;

/// <summary>A child process whose processor time and memory are read from /proc.</summary>
internal sealed class MeasuredProcess : IDisposable
{
    private readonly Process _process;

    private MeasuredProcess(Process process) => _process = process;

    /// <summary>Processor time of the process so far, user and system.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program; its output goes to a file.</summary>
    public static MeasuredProcess Start(string program, IEnumerable<string> arguments, string log, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A shell in between redirects the output without anybody having to copy it.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >\"$BENCH_LOG\" 2>&1", program, .. arguments]);
        start.Environment["BENCH_LOG"] = log;
        start.Environment.Remove(LoadConnection.InlineCompletions);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new MeasuredProcess(Process.Start(start) ?? throw new BenchException($"{program} did not start"));
    }

    /// <summary>Memory in bytes that a process holds in RAM (VmRSS), or a part of it.</summary>
    public static long MemoryOf(int process, string field)
    {
        foreach (var line in File.ReadLines($"/proc/{process}/status"))
            if (line.StartsWith(field + ":", StringComparison.Ordinal))
                return long.Parse(line.AsSpan(field.Length + 1).Trim()[..^3], CultureInfo.InvariantCulture) * 1024;
        throw new BenchException($"/proc/{process}/status has no {field}");
    }

    /// <summary>Memory in bytes that the process holds in RAM (VmRSS), or a part of it.</summary>
    public long Memory(string field = "VmRSS") => MemoryOf(_process.Id, field);

    /// <summary>Asks the process to end, and ends it when it does not.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited) return;
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
