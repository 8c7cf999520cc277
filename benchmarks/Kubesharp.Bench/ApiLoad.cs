using System.Globalization;
using System.Text;
using Kubesharp.Bench.Load;
using Kubesharp.Bench.Processes;

namespace Kubesharp.Bench;

/// <summary>The requests that are measured: what is created first is what the later ones read, list and change.</summary>
internal sealed class ApiLoad(BenchOptions options, KubesharpServer server, BareServer? bare, Report report)
{
    private const string Pods = "/api/v1/namespaces/bench/pods";
    private const string Json = "application/json";
    private const int Fill = 320;
    private const int WarmUp = 3000;
    private const int Trials = 40_000;
    private const int Lists = 20;
    private const int Writers = 64;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(45);

    private readonly LoadRun _run = new(server.Target, server.Process);
    private readonly LoadRun? _bareRun = bare is null ? null : new LoadRun(bare.Target, bare.Process);

    private TimeSpan Duration => TimeSpan.FromSeconds(options.Seconds);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await CreateAsync(cancellationToken);
        if (options.Runs("get")) await GetAsync(cancellationToken);
        if (options.Runs("list")) await ListAsync(cancellationToken);
        if (options.Runs("patch")) await PatchAsync(cancellationToken);
        if (options.Runs("apply")) await ApplyAsync(cancellationToken);
        if (options.Runs("watch")) await WatchAsync(cancellationToken);
        if (!options.Runs("memory")) return;
        report.Add(new Row("memory at the end of this load", "1970 MB", ""), Report.Megabytes(server.Process.Memory()), null);
        await Task.Delay(Calm, cancellationToken);
        report.Add(new Row($"memory {Calm.TotalSeconds:0} s after this load", "", "300 MB"), Report.Megabytes(server.Process.Memory()), null);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await LoadConnection.OpenAsync(server.Target, cancellationToken);
        foreach (var name in (string[])["bench", "warm", "watch"])
        {
            await PostAsync(connection, "/api/v1/namespaces", Named("Namespace", name), cancellationToken);
            await PostAsync(connection, $"/api/v1/namespaces/{name}/serviceaccounts", Named("ServiceAccount", "default"), cancellationToken);
        }

        // What is compared is how the server works after its first seconds: trials that store nothing, so that the code is compiled, and a few that do.
        await CreatePodsAsync(_run, "/api/v1/namespaces/warm/pods?dryRun=All", 0, Trials, options.Connections, cancellationToken);
        await CreatePodsAsync(_run, "/api/v1/namespaces/warm/pods", 0, WarmUp, options.Connections, cancellationToken);
    }

    private static string Named(string kind, string name) => "{\"apiVersion\":\"v1\",\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"" + name + "\"}}";

    private static async Task PostAsync(LoadConnection connection, string path, string body, CancellationToken cancellationToken)
    {
        var (status, answer) = await connection.SendTextAsync("POST", path, Json, body, cancellationToken);
        if (status is not (201 or 409)) throw new BenchException($"POST {path} answered {status}: {answer}");
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var few = Math.Max(100, options.Pods / 4);
        var many = await CreatePodsAsync(_run, Pods, 0, options.Pods, options.Connections, cancellationToken);
        if (!options.Runs("create")) return;
        var one = await CreatePodsAsync(_run, "/api/v1/namespaces/warm/pods", WarmUp, few, 1, cancellationToken);
        var bareMany = _bareRun is null ? null : await BareAsync(run => CreatePodsAsync(run, "/echo", 0, options.Pods, options.Connections, cancellationToken));
        var bareOne = _bareRun is null ? null : await CreatePodsAsync(_bareRun, "/echo", 0, options.Pods, 1, cancellationToken);
        AddRate(new Row($"create pod, {options.Connections} connections", "1,240/s", "12,000/s"), many, bareMany);
        AddRate(new Row("create pod, 1 connection", "490/s", "2,000/s"), one, bareOne);
    }

    private static Task<LoadResult> CreatePodsAsync(LoadRun run, string path, int first, int count, int connections, CancellationToken cancellationToken)
    {
        var bodies = Enumerable.Range(0, connections).Select(_ => PodTemplate.Create(Fill)).ToArray();
        var offset = PodTemplate.NameOffset(bodies[0]);
        var encoded = Encoding.ASCII.GetBytes(path);
        return run.CountAsync(
            count, connections, 201,
            (connection, turn) =>
            {
                PodTemplate.WriteName(bodies[connection].AsSpan(offset), first + turn);
                return new LoadRequest("POST", encoded, Json, bodies[connection]);
            },
            cancellationToken);
    }

    private async Task GetAsync(CancellationToken cancellationToken)
    {
        await GetPodsAsync(_run, cancellationToken);
        var result = await GetPodsAsync(_run, cancellationToken);
        var bareResult = _bareRun is null ? null : await BareAsync(run => GetPodsAsync(run, cancellationToken));
        AddRate(new Row($"get pod, {options.Connections} connections", "3,670/s", "20,000/s"), result, bareResult);
    }

    private Task<LoadResult> GetPodsAsync(LoadRun run, CancellationToken cancellationToken)
    {
        var paths = PodPaths("");
        return run.ForAsync(
            Duration, options.Connections, 200,
            (connection, turn) =>
            {
                PodTemplate.WriteName(paths[connection].AsSpan(Pods.Length + 1), PodOf(turn));
                return new LoadRequest("GET", paths[connection], "", default);
            },
            cancellationToken);
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var path = Encoding.ASCII.GetBytes(Pods);
        await _run.CountAsync(3, 1, 200, (_, _) => new LoadRequest("GET", path, "", default), cancellationToken);
        var result = await _run.CountAsync(Lists, 1, 200, (_, _) => new LoadRequest("GET", path, "", default), cancellationToken);
        var barePath = "/list"u8.ToArray();
        var bareResult = _bareRun is null ? null : await BareAsync(run => run.CountAsync(Lists, 1, 200, (_, _) => new LoadRequest("GET", barePath, "", default), cancellationToken));
        report.Add(
            new Row(string.Create(CultureInfo.InvariantCulture, $"list {options.Pods:#,0} pods ({result.Bytes / 1e6 / result.Operations:0.0} MB)"), "610 ms", "130 ms"),
            Report.Milliseconds(result.Median), result, bareResult, bareResult is null ? "" : Report.Milliseconds(bareResult.Median));
    }

    private async Task PatchAsync(CancellationToken cancellationToken)
    {
        var paths = PodPaths("");
        var body = "{\"metadata\":{\"annotations\":{\"example.com/turn\":\"pod-NNNNNNN\"}}}"u8.ToArray();
        await ChangePodsAsync(paths, "application/merge-patch+json", body, cancellationToken);
        var result = await ChangePodsAsync(paths, "application/merge-patch+json", body, cancellationToken);
        AddRate(new Row($"merge patch, {options.Connections} connections", "880/s", "9,000/s"), result);
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        const string Type = "application/apply-patch+yaml";
        var paths = PodPaths("?fieldManager=bench&force=true");
        var changing = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{\"example.com/applied\":\"pod-NNNNNNN\"}}}"u8.ToArray();
        await ChangePodsAsync(paths, Type, changing, cancellationToken);
        var result = await ChangePodsAsync(paths, Type, changing, cancellationToken);
        AddRate(new Row($"apply that changes, {options.Connections} connections", "2,040/s", "9,000/s"), result);
        var same = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{\"example.com/applied\":\"same\"}}}"u8.ToArray();
        await ChangePodsAsync(paths, Type, same, cancellationToken);
        AddRate(new Row($"apply of the same, {options.Connections} connections", "", ""), await ChangePodsAsync(paths, Type, same, cancellationToken));
    }

    /// <summary>Sends a patch to one pod after the other; a pod name in the body becomes the number of the turn.</summary>
    private Task<LoadResult> ChangePodsAsync(byte[][] paths, string contentType, byte[] template, CancellationToken cancellationToken)
    {
        var bodies = Enumerable.Range(0, options.Connections).Select(_ => template.ToArray()).ToArray();
        var offset = PodTemplate.NameOffset(template);
        return _run.ForAsync(
            Duration, options.Connections, 200,
            (connection, turn) =>
            {
                PodTemplate.WriteName(paths[connection].AsSpan(Pods.Length + 1), PodOf(turn));
                if (offset >= 0) PodTemplate.WriteName(bodies[connection].AsSpan(offset), turn);
                return new LoadRequest("PATCH", paths[connection], contentType, bodies[connection]);
            },
            cancellationToken);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        const string ConfigMaps = "/api/v1/namespaces/watch/configmaps";
        const int Objects = 200;
        await using (var connection = await LoadConnection.OpenAsync(server.Target, cancellationToken))
        {
            for (var i = 0; i < Objects; i++)
                await PostAsync(connection, ConfigMaps, Named("ConfigMap", $"map-{i:0000000}"), cancellationToken);
        }

        var bareResult = bare is null ? null : await BareWatchAsync(bare, cancellationToken);
        var small = await FanOutAsync(ConfigMaps, "/map-", Objects, changes: 4000, cancellationToken);
        AddEvents(new Row($"watch, {options.Watchers} watchers, events of {small.Bytes / small.Operations} bytes", "105,000 events/s", "500,000 events/s"), small, bareResult);
        var large = await FanOutAsync(Pods, "/pod-", Objects, changes: 300, cancellationToken);
        AddEvents(new Row($"watch, {options.Watchers} watchers, events of {large.Bytes / large.Operations} bytes", "", ""), large, null);
    }

    private async Task<LoadResult> BareWatchAsync(BareServer kestrel, CancellationToken cancellationToken)
    {
        await using var watchers = new WatchRun(kestrel.Target, kestrel.Process);
        await watchers.OpenAsync(options.Watchers, "/watch", cancellationToken);
        return await watchers.MeasureAsync((long)BareServer.WatchEvents * options.Watchers, TimeSpan.FromMinutes(1), GoAsync, cancellationToken);

        async Task GoAsync()
        {
            await using var connection = await LoadConnection.OpenAsync(kestrel.Target, cancellationToken);
            await connection.SendAsync("GET", "/go"u8.ToArray(), "", default, cancellationToken);
        }
    }

    /// <summary>Patches objects over a few connections and takes the time until every watcher has seen every change.</summary>
    private async Task<LoadResult> FanOutAsync(string collection, string prefix, int objects, int changes, CancellationToken cancellationToken)
    {
        await using var watchers = new WatchRun(server.Target, server.Process);
        await watchers.OpenAsync(options.Watchers, $"{collection}?watch=true&resourceVersion={await RevisionAsync(collection, cancellationToken)}", cancellationToken);
        await ChangeAsync(changes / 4);
        var patience = TimeSpan.FromSeconds(60);
        return await watchers.MeasureAsync((long)changes * options.Watchers, patience, () => ChangeAsync(changes), cancellationToken);

        async Task ChangeAsync(int count)
        {
            var before = watchers.Events;
            var stamp = Environment.TickCount;
            var paths = Enumerable.Range(0, objects).Select(i => Encoding.ASCII.GetBytes($"{collection}{prefix}{i:0000000}")).ToArray();
            await _run.CountAsync(
                count, Writers, 200,
                (_, turn) => new LoadRequest("PATCH", paths[turn % objects], "application/merge-patch+json", Encoding.ASCII.GetBytes("{\"metadata\":{\"annotations\":{\"turn\":\"" + $"{stamp}-{turn:0000000}" + "\"}}}")),
                cancellationToken);
            if (count < changes)
                while (watchers.Events - before < (long)count * options.Watchers) await Task.Delay(5, cancellationToken);
        }
    }

    private async Task<string> RevisionAsync(string collection, CancellationToken cancellationToken)
    {
        await using var connection = await LoadConnection.OpenAsync(server.Target, cancellationToken);
        var (_, list) = await connection.SendTextAsync("GET", collection + "?limit=1", "", "", cancellationToken);
        const string Before = "\"resourceVersion\":\"";
        var start = list.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return list[start..list.IndexOf('"', start)];
    }

    /// <summary>Measures with bare Kestrel twice: the first time warms it up.</summary>
    private async Task<LoadResult> BareAsync(Func<LoadRun, Task<LoadResult>> measure)
    {
        await measure(_bareRun!);
        return await measure(_bareRun!);
    }

    private void AddRate(Row row, LoadResult result, LoadResult? bareResult = null) =>
        report.Add(row, Report.Rate(result.PerSecond), result, bareResult, bareResult is null ? "" : Report.Rate(bareResult.PerSecond));

    private void AddEvents(Row row, LoadResult result, LoadResult? bareResult) =>
        report.Add(row, Report.Rate(result.PerSecond, " events"), result, bareResult, bareResult is null ? "" : Report.Rate(bareResult.PerSecond, " events"));

    private byte[][] PodPaths(string query) => [.. Enumerable.Range(0, options.Connections).Select(_ => Encoding.ASCII.GetBytes($"{Pods}/pod-0000000{query}"))];

    /// <summary>A walk over all pods that looks like chance.</summary>
    private int PodOf(int turn) => (int)(turn * 7919L % options.Pods);
}
