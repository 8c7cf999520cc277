using Kubesharp.Bench.Limits;
using Kubesharp.Bench.Load;
using Kubesharp.Bench.Processes;

namespace Kubesharp.Bench;

/// <summary>Runs the chosen benchmarks, one after the other, and prints their table.</summary>
internal sealed class BenchRun(BenchOptions options)
{
    private static readonly string[] LoadNames = ["create", "get", "list", "patch", "apply", "watch", "memory"];
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);
    private readonly Report _report = new();
    private readonly string _folder = Path.Combine("artifacts", "bench", $"{Environment.ProcessId}");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (options.Runs("limits")) MeasureLimits();
            if (options.Runs("start")) await MeasureStartAsync(cancellationToken);
            if (LoadNames.Any(options.Runs)) await MeasureLoadAsync(cancellationToken);
            if (options.Runs("idle")) await MeasureIdleAsync(cancellationToken);
            if (options.Runs("pods")) await new PodStarts(options, _report).RunAsync(Path.Combine(_folder, "pods"), cancellationToken);
        }
        finally
        {
            _report.Print(Console.Out);
            if (!options.Keep && Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        }
    }

    private void MeasureLimits()
    {
        var duration = TimeSpan.FromSeconds(options.Seconds / 2);
        _report.Add(new Row("SQLite, commits of one row", "", ""), Report.Rate(SqliteLimit.RowsPerSecond(_folder, 1, duration)), null);
        _report.Add(new Row("SQLite, rows in commits of 64", "", ""), Report.Rate(SqliteLimit.RowsPerSecond(_folder, 64, duration)), null);
    }

    private async Task MeasureStartAsync(CancellationToken cancellationToken)
    {
        const int Times = 5;
        var first = new List<(TimeSpan Elapsed, TimeSpan Processor)>();
        var again = new List<(TimeSpan Elapsed, TimeSpan Processor)>();
        var bare = new List<TimeSpan>();
        for (var i = 0; i < Times; i++)
        {
            var folder = Path.Combine(_folder, $"start-{i}");
            await using (var server = await KubesharpServer.StartAsync(options.Binary, folder, keep: true, ["--components", "none"], cancellationToken)) first.Add((server.ReadyAfter, server.ReadyProcessorTime));
            await using (var server = await KubesharpServer.StartAsync(options.Binary, folder, options.Keep, ["--components", "none"], cancellationToken)) again.Add((server.ReadyAfter, server.ReadyProcessorTime));
            if (!options.Bare) continue;
            await using var kestrel = await BareServer.StartAsync(cancellationToken);
            bare.Add(kestrel.ReadyAfter);
        }

        var bareReached = options.Bare ? Report.Milliseconds(Median(bare)) : "";
        AddStart(new Row("process start to /readyz, new data folder", "2400 ms", "700 ms"), first, bareReached);
        AddStart(new Row("process start to /readyz, known data folder", "", ""), again, "");
    }

    private void AddStart(Row row, List<(TimeSpan Elapsed, TimeSpan Processor)> starts, string bareReached)
    {
        var processor = Median([.. starts.Select(start => start.Processor)]);
        _report.Add(row, Report.Milliseconds(Median([.. starts.Select(start => start.Elapsed)])), processor, bareReached);
    }

    private async Task MeasureLoadAsync(CancellationToken cancellationToken)
    {
        await using var bare = options.Bare ? await BareServer.StartAsync(cancellationToken) : null;
        await using var server = await KubesharpServer.StartAsync(
            options.Binary, Path.Combine(_folder, "load"), options.Keep, ["--components", "none"], cancellationToken);
        var load = new ApiLoad(options, server, bare, _report);
        await load.RunAsync(cancellationToken);
    }

    private async Task MeasureIdleAsync(CancellationToken cancellationToken)
    {
        await using var node = await WholeNode.StartAsync(options.Binary, Path.Combine(_folder, "node"), cancellationToken);
        await Task.Delay(IdleTime, cancellationToken);
        _report.Add(new Row("one real node, from nothing to Ready", "", ""), Report.Milliseconds(node.ReadyAfter), null);
        _report.Add(new Row("memory of the whole node, idle", "640 MB (six processes)", "170 MB"), Report.Megabytes(node.Memory()), null);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
