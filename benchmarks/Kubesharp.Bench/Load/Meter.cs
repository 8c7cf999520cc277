using System.Diagnostics;
using System.Globalization;
using Kubesharp.Bench.Processes;

namespace Kubesharp.Bench.Load;

/// <summary>Notes clocks and processor times at the start of a measurement, and says how far they got.</summary>
internal sealed class Meter(MeasuredProcess process)
{
    private const double TicksPerSecond = 100;

    private readonly TimeSpan _server = process.ProcessorTime;
    private readonly TimeSpan _client = Environment.CpuUsage.TotalTime;
    private readonly double _machine = MachineBusySeconds();
    private readonly long _started = Stopwatch.GetTimestamp();

    public LoadResult Result(long operations, long bytes, long[] latencies)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        var server = process.ProcessorTime - _server;
        var client = Environment.CpuUsage.TotalTime - _client;
        var others = MachineBusySeconds() - _machine - server.TotalSeconds - client.TotalSeconds;
        var known = latencies.Where(ticks => ticks > 0).Order().ToArray();
        return new LoadResult
        {
            Operations = operations,
            Elapsed = elapsed,
            ServerTime = server,
            ClientTime = client,
            OthersShare = Math.Clamp(others / elapsed.TotalSeconds / Environment.ProcessorCount, 0, 1),
            Bytes = bytes,
            Median = At(known, 0.5),
            Slowest1Percent = At(known, 0.99),
        };
    }

    private static TimeSpan At(long[] sorted, double share) =>
        sorted.Length == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(sorted[(int)(share * (sorted.Length - 1))] / (double)Stopwatch.Frequency);

    /// <summary>Processor time of everything on the machine: user, nice, system, interrupts.</summary>
    private static double MachineBusySeconds()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double sum = 0;
        foreach (var index in (ReadOnlySpan<int>)[1, 2, 3, 6, 7]) sum += long.Parse(fields[index], CultureInfo.InvariantCulture);
        return sum / TicksPerSecond;
    }
}
